package weft.api.message;

import java.util.List;
import java.util.Optional;
import weft.api.AppId;
import weft.api.SessionId;

/** What apps may touch: declared, asked, granted, used, denied, revoked. For the system UI and the command line. */
public sealed interface Permissions extends Message {
    /** What was decided about a capability; {@code ask}: nothing yet, the user is asked at its first use. */
    enum GrantStatus { granted, denied, ask }

    /** What the user says to a question. */
    enum Decision { allow_once, allow_always, deny }

    /** What a question is about: a capability, files to be chosen, or a package that asks for capabilities. */
    enum QuestionKind { grant, open_file, open_folder, save_file, install_app, update_app }

    @Doc(value = "What an app may touch; without an app, what all of them may.", reply = Grants.class, safe = true)
    record QueryGrants(Optional<AppId> appId) implements Permissions {}

    @Doc("A ledger of each app.")
    record Grants(List<AppGrants> apps) implements Permissions {}

    /** One app's ledger. */
    record AppGrants(AppId appId, String name, List<GrantEntry> grants) {}

    /**
     * One capability of an app: what it is in words, why it is wanted, whether the app's manifest declares it, what was
     * decided, by whom (user, command, policy) and when, when it was last used and last denied, and when it ends; all times
     * are milliseconds since 1970. {@code session}: it holds for that session alone. {@code path}: the file or folder that
     * the user picked.
     */
    record GrantEntry(String capability, String words, String reason, boolean declared, GrantStatus status, Optional<String> by, Optional<Long> sinceMs,
            Optional<Long> usedMs, Optional<Long> deniedMs, Optional<Long> expiresMs, Optional<SessionId> session, Optional<String> path) {}

    @Doc(value = "Grants what an app's manifest declares, as the user's word, for good or for a number of days.", reply = Connection.Ok.class)
    record Grant(AppId appId, String capability, Optional<Integer> days) implements Permissions {}

    @Doc(value = "Takes a capability away from an app, at once; it is not asked for again, unless ask says so.", reply = Connection.Ok.class)
    record Revoke(AppId appId, String capability, boolean ask) implements Permissions {}

    @Doc("An app's ledger has changed.")
    record GrantsChanged(AppId appId) implements Permissions {}

    @Doc(value = "What apps are waiting for the user to decide.", reply = Questions.class, safe = true)
    record QueryQuestions() implements Permissions {}

    @Doc("All open questions, oldest first; sent at every change.")
    record Questions(List<Question> questions) implements Permissions {}

    /**
     * One question: who asks for what, in words, and why. For files, {@code write} and {@code many} say what is wanted, and
     * {@code suggestion} is the name to save under. For a package, {@code wants} is what it asks for beyond what is installed.
     */
    record Question(long number, QuestionKind kind, SessionId session, AppId appId, String name, String capability, String words, String reason,
            boolean write, boolean many, Optional<String> suggestion, List<Want> wants) {
        public Question(long number, QuestionKind kind, SessionId session, AppId appId, String name, String capability, String words, String reason,
                boolean write, boolean many, Optional<String> suggestion) {
            this(number, kind, session, appId, name, capability, words, reason, write, many, suggestion, List.of());
        }
    }

    /** A capability that a package asks for, in words, and why. */
    record Want(String capability, String words, String reason) {}

    @Doc(value = "The user's answer to a question; for files, the paths that were chosen.", reply = Connection.Ok.class)
    record AnswerQuestion(long question, Decision decision, List<String> paths) implements Permissions {}

    @Doc(value = "What the user's own folder holds, for choosing files; without a path, the home folder.", reply = Folder.class, safe = true)
    record BrowseFolder(Optional<String> path) implements Permissions {}

    @Doc("A folder of the user's: its real path, the one above, the places to begin at, and at most 2,000 entries without hidden ones, folders first.")
    record Folder(String path, Optional<String> parent, List<FolderPlace> places, List<Files.FsEntry> entries) implements Permissions {}

    /** A folder to begin at, such as Documents. */
    record FolderPlace(String name, String path) {}
}
