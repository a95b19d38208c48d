package weft.api.portal;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.message.Permissions.AppGrants;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;

/** What each session was granted, and what it was denied. */
@ProviderType
public interface Portal {
    /** Where a session's grants lead: guest path to capability; empty if nothing was granted. */
    List<Grant> grants(SessionId session);

    /** What a session asked for and was denied, latest last; bounded. */
    List<String> denials(SessionId session);

    /** What every installed app may touch. */
    List<AppGrants> ledger();

    /** Takes a capability away at once. @throws weft.api.WeftException NOT_FOUND if the app has nothing of it */
    void revoke(AppId app, String capability, boolean askAgain);

    /**
     * Asks the user in the trusted dialog whether a package may come in, and waits for the answer.
     *
     * @param asked what it asks for, beyond what the installed version does
     * @return false also if nobody answers in time
     * @throws weft.api.WeftException UNAVAILABLE if the question was withdrawn
     */
    boolean approves(AppPackage app, List<Capability> asked, boolean update);

    /** @param guestPath such as {@code /data} */
    record Grant(String guestPath, String capability, boolean writable) {}
}
