package weft.api.message;

import java.util.List;
import java.util.Optional;
import weft.api.AppId;

/** Changing what is installed. For the system UI and the command line. */
public sealed interface Packages extends Message {
    @Doc(value = "Installs an app from a package, whose file comes with this message as a descriptor, opened for reading; name is what the user calls it. "
            + "The user is asked about what it asks for, unless the asker has approved that.", reply = AppInstalled.class)
    record InstallApp(String name, boolean approved) implements Packages {}

    @Doc(value = "Replaces an installed app by another version of it, as INSTALL_APP. The user is asked if it asks for more than the installed one; older allows a lower version.", reply = AppInstalled.class)
    record UpdateApp(String name, boolean approved, boolean older) implements Packages {}

    @Doc(value = "Makes the version before the last change the current one again.", reply = AppInstalled.class)
    record RollbackApp(AppId appId) implements Packages {}

    @Doc(value = "Removes an app; withData removes its data too.", reply = Connection.Ok.class)
    record RemoveApp(AppId appId, boolean withData) implements Packages {}

    @Doc("What is installed now, what it asks for, and what its manifest might have said by mistake.")
    record AppInstalled(AppId appId, String name, String version, Optional<String> revision, List<String> capabilities, List<String> warnings) implements Packages {}
}
