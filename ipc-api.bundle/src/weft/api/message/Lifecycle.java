package weft.api.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.Containment;
import weft.api.SessionId;
import weft.api.SessionState;

/** Starting, stopping and watching apps. */
public sealed interface Lifecycle extends Message {
    @Doc(value = "Starts an app, or focuses it if it allows one instance and runs already.", reply = LaunchAck.class)
    record LaunchApp(AppId appId) implements Lifecycle {}

    @Doc("The session exists; how it goes on is told by APP_STATE.")
    record LaunchAck(SessionId session) implements Lifecycle {}

    @Doc(value = "Stops an app: asked first, killed after a grace period. Answered when its process is gone.", reply = AppState.class)
    record TerminateApp(SessionId session) implements Lifecycle {}

    @Doc(value = "Logs the user out: every app is stopped as TERMINATE_APP does, and then the session ends. Answered when the apps are gone.", reply = Connection.Ok.class)
    record LogOut() implements Lifecycle {}

    @Doc(value = "Brings an app's window to the front.", reply = Connection.Ok.class)
    record FocusApp(SessionId session) implements Lifecycle {}

    @Doc(value = "All sessions that are not Stopped.", reply = RunningApps.class, safe = true)
    record QueryRunning() implements Lifecycle {}

    @Doc("The sessions, oldest first.")
    record RunningApps(List<AppState> apps) implements Lifecycle {}

    @Doc(value = "One session's state; a stopped one is remembered for a while.", reply = AppState.class, safe = true)
    record QueryAppState(SessionId session) implements Lifecycle {}

    @Doc("A session's state: sent at every change. The reason is a sentence for the user; readyMs the time from request to READY; pid the app's process as seen from the session; containment what holds that.")
    record AppState(SessionId session, AppId appId, String name, SessionState state, Optional<String> reason,
            Optional<Long> readyMs, Optional<Integer> pid, List<Badge> badges, Optional<Containment> containment) implements Lifecycle {
        /** Of an app without a process. */
        public AppState(SessionId session, AppId appId, String name, SessionState state, Optional<String> reason, Optional<Long> readyMs,
                Optional<Integer> pid, List<Badge> badges) {
            this(session, appId, name, state, reason, readyMs, pid, badges, Optional.empty());
        }
    }

    @Doc("The app's runtime said READY.")
    record AppReady(SessionId session, AppId appId, long readyMs) implements Lifecycle {}

    @Doc(value = "The apps that can be launched.", reply = InstalledApps.class, safe = true)
    record QueryInstalledApps() implements Lifecycle {}

    @Doc("The installed apps; sent also when the set changes.")
    record InstalledApps(List<InstalledApp> apps) implements Lifecycle {}

    /** What a launcher shows of an app; {@code icon} is a data: URL, or empty. */
    record InstalledApp(AppId appId, String name, String version, String description, String icon, List<Badge> badges) {}

    @Doc(value = "Why a session ended as it did; without a session, the last failed one.", reply = WhyReport.class, safe = true)
    record Why(Optional<SessionId> session) implements Lifecycle {}

    @Doc("The reason, the runtime's last lines, the milliseconds from the request to each step, and what was denied.")
    record WhyReport(SessionId session, AppId appId, SessionState state, String reason, @Sensitive List<String> stderr,
            Map<String, Object> timings, List<String> denials) implements Lifecycle {}

    @Doc("To a waiting runtime, with the module to run as a descriptor, opened for reading, and perhaps a second one: what was compiled of it ahead. It answers by the line READY or FAILED on its standard output.")
    record Assign(SessionId session, AppId appId, int memoryMb, List<String> args, boolean manualReady) implements Lifecycle {}

    @Doc("From a runtime whose app is still starting: how far it is, in percent. The wait for READY starts anew, up to a cap.")
    record Progress(int percent) implements Lifecycle {}

    @Doc(value = "To a runtime: the grant of the app's own files was revoked. Answered when the descriptors that were passed of them are closed; who does not answer is ended.", reply = Connection.Ok.class)
    record ClosePassed() implements Lifecycle {}

    @Doc("To a runtime: tell the guest, and exit within the grace period.")
    record Shutdown(int graceMs) implements Lifecycle {}
}
