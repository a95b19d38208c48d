package weft.api.packages;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.AppId;
import weft.api.WeftException;

/**
 * The installed apps: those of the user ({@code $XDG_DATA_HOME/weft/apps/ID}, signed and sealed), then those that came
 * with the system ({@code dist/apps/ID}). An update switches an app from one revision to the next; whoever runs keeps its
 * own. A change of what is installed is published as INSTALLED_APPS.
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

    /**
     * The app as a session has it: the revision that it was launched with, also when the app was updated or removed since.
     *
     * @param revision as in {@link AppPackage#revision()}
     * @throws WeftException as {@link #find(AppId)}
     */
    AppPackage find(AppId id, Optional<String> revision);

    /**
     * The app to launch now, every file of it compared with what its signature lists.
     *
     * @throws WeftException as {@link #find(AppId)}; INVALID, naming the file, if one is not as it was signed; CONFLICT if it was made for
     *     contracts of other versions than run
     */
    AppPackage verified(AppId id);
}
