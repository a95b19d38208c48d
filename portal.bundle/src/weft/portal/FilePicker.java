package weft.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.message.Files.FsEntry;
import weft.api.message.Files.Kind;
import weft.api.message.Permissions.BrowseFolder;
import weft.api.message.Permissions.Decision;
import weft.api.message.Permissions.Folder;
import weft.api.message.Permissions.FolderPlace;
import weft.api.message.Permissions.Question;
import weft.api.message.Permissions.QuestionKind;
import weft.api.message.Services.PickFiles;
import weft.api.message.Services.Picked;
import weft.api.message.Services.PickedFile;
import weft.api.packages.Packages;
import weft.portal.permission.Ledger;
import weft.portal.permission.Questions;

/**
 * Lets the user choose files for an app. The app sees nothing of the user's folders: they are listed for the system's own
 * dialog, and what is chosen there becomes a grant.
 */
final class FilePicker {
    private static final int MAX_ENTRIES = 2_000, MAX_PICKED = 32, MAX_NAME = 255;
    private static final Set<QuestionKind> PICKABLE = EnumSet.of(QuestionKind.open_file, QuestionKind.open_folder, QuestionKind.save_file);
    private final Packages packages;
    private final Ledger ledger;
    private final XdgFolders folders;
    private final Path ownFolder;

    /** @param ownFolder the folder of what WEFT keeps: nothing in it is for apps to be given */
    FilePicker(Packages packages, Ledger ledger, XdgFolders folders, Path ownFolder) {
        this.packages = packages;
        this.ledger = ledger;
        this.folders = folders;
        this.ownFolder = ownFolder;
    }

    Picked pick(SessionFacts session, PickFiles wanted) {
        if (!PICKABLE.contains(wanted.kind())) throw new WeftException(ErrorCode.INVALID, "What can be picked is a file, a folder, or a file to save to.");
        boolean write = wanted.write() || wanted.kind() == QuestionKind.save_file;
        String needed = (write ? "fs:rw:" : "fs:read:") + "picked";
        var declared = GrantOpener.declared(packages, session.appId(), "picked").filter(c -> !write || c.file().orElseThrow().writable())
                .orElseThrow(() -> WeftException.denied(needed, session.name() + " does not declare that it opens files of the user's."));
        var question = new Question(0, wanted.kind(), session.session(), session.appId(), session.name(), needed, words(wanted.kind(), write),
                declared.reason(), write, wanted.many(), wanted.suggestion().map(FilePicker::plainName));
        return ledger.await(question).filter(a -> a.decision() != Decision.deny).map(a -> granted(session, wanted, write, a)).orElse(new Picked(List.of()));
    }

    private static String words(QuestionKind kind, boolean write) {
        return switch (kind) {
            case save_file -> "save a file";
            case open_folder -> write ? "work in a folder that you choose" : "see a folder that you choose";
            default -> write ? "open and change a file that you choose" : "open a file that you choose";
        };
    }

    private Picked granted(SessionFacts session, PickFiles wanted, boolean write, Questions.Answer answer) {
        if (answer.paths().isEmpty() || answer.paths().size() > (wanted.many() ? MAX_PICKED : 1)) throw new WeftException(ErrorCode.INVALID, "Choose one file.");
        var picked = new ArrayList<PickedFile>();
        for (String chosen : answer.paths()) {
            Path path = real(Path.of(chosen), wanted.kind());
            boolean folder = wanted.kind() == QuestionKind.open_folder;
            int number = ledger.nextPick(session.appId());
            ledger.decided(session, (write ? "fs:rw:" : "fs:read:") + "picked/" + number, answer.decision(), Optional.of(folder ? path + "/" : path.toString()));
            picked.add(new PickedFile("/picked/" + number, path.getFileName().toString(), folder, write));
        }
        return new Picked(picked);
    }

    /** Where a chosen path really is. @throws WeftException if it is not of the kind that was asked for, or not for apps */
    private Path real(Path chosen, QuestionKind kind) {
        try {
            Path path = kind == QuestionKind.save_file && !Files.exists(chosen, LinkOption.NOFOLLOW_LINKS)
                    ? chosen.toAbsolutePath().getParent().toRealPath().resolve(plainName(chosen.getFileName().toString())) : chosen.toRealPath();
            boolean fits = switch (kind) {
                case open_folder -> Files.isDirectory(path) && path.getParent() != null;
                case save_file -> !Files.exists(path) || Files.isRegularFile(path);
                default -> Files.isRegularFile(path);
            };
            if (!fits) throw new WeftException(ErrorCode.INVALID, chosen + " cannot be chosen here.");
            if (path.startsWith(ownFolder) || ownFolder.startsWith(path)) throw new WeftException(ErrorCode.DENIED, "What belongs to the system or to other apps cannot be chosen.");
            return path;
        } catch (IOException | InvalidPathException e) {
            throw new WeftException(ErrorCode.NOT_FOUND, chosen + " cannot be opened.");
        }
    }

    // An app proposes a name, never a place.
    private static String plainName(String name) {
        if (name.isBlank() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl))
            throw new WeftException(ErrorCode.INVALID, "A file's name is one name without a slash.");
        return name;
    }

    /** What the dialog shows. */
    Folder browse(BrowseFolder wanted) {
        try {
            Path folder = Path.of(wanted.path().orElse(folders.home().toString())).toRealPath();
            var places = new ArrayList<FolderPlace>(List.of(new FolderPlace("Home", folders.home().toString())));
            folders.present().forEach((name, path) -> places.add(new FolderPlace(name, path.toString())));
            return new Folder(folder.toString(), Optional.ofNullable(folder.getParent()).map(Path::toString), places, entries(folder));
        } catch (IOException | InvalidPathException e) {
            throw new WeftException(ErrorCode.NOT_FOUND, "This folder cannot be opened.");
        }
    }

    private static List<FsEntry> entries(Path folder) throws IOException {
        var entries = new ArrayList<FsEntry>();
        try (var all = Files.newDirectoryStream(folder, p -> !p.getFileName().toString().startsWith("."))) {
            for (Path p : all) {
                if (entries.size() >= MAX_ENTRIES) break;
                if (Files.isDirectory(p)) entries.add(new FsEntry(p.getFileName().toString(), Kind.directory, 0));
                else if (Files.isRegularFile(p)) entries.add(new FsEntry(p.getFileName().toString(), Kind.file, Files.size(p)));
            }
        }
        entries.sort(Comparator.comparing((FsEntry e) -> e.kind() != Kind.directory).thenComparing(FsEntry::name, String.CASE_INSENSITIVE_ORDER));
        return entries;
    }
}
