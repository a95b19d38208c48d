package weft.api.packages;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.AppId;
import weft.api.WeftException;

/**
 * The installed apps: those of the user ({@code $XDG_DATA_HOME/weft/apps/ID/current}), then those that came with the
 * system ({@code dist/apps/ID}). Read afresh when a folder or manifest has changed.
 */
@ProviderType
public interface Packages {
    /** Those whose manifest is valid, by name. */
    List<AppPackage> installed();

    /** What is wrong with the others: a sentence each, with file and line. */
    List<String> problems();

    /**
     * @throws WeftException NOT_FOUND if no such app is installed; INVALID, with file and line, if its manifest or its
     *     package is broken
     */
    AppPackage find(AppId id);
}
