package weft.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A Wasm guest in its sandbox against the portal of the running system, while the user's side of the folders changes. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BesiegedPortalTest {
    private static final String BESIEGER = "org.example.besieger", DOCUMENTS = "fs:read:xdg-documents";
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int SAVE = 2, INVALID = -28;
    private static RunningSystem system;
    private static Path documents, outside, data;
    private static int asked;
    private JsonSocket gateway;
    private String session;
    private long pid;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
        outside = Files.createDirectories(system.home.resolve("user/outside"));
        Files.writeString(outside.resolve("secret"), "not for apps");
        documents = system.home.resolve("user/Documents");
        Files.writeString(system.home.resolve("config/user-dirs.dirs"), "XDG_DOCUMENTS_DIR=\"" + documents + "\"\n");
        data = system.appData(BESIEGER);
        Path project = Files.createDirectories(system.home.resolve("besieger"));
        Files.writeString(project.resolve("wapp.toml"), """
                [package]
                id = "%s"
                name = "Besieger"
                version = "1.0.0"
                capabilities = [
                  { name = "fs:rw:app-data", reason = "To be attacked." },
                  { name = "fs:read:xdg-documents", reason = "To be attacked." },
                  { name = "fs:rw:picked", reason = "To be attacked." },
                ]
                [runtime]
                module = "module.wasm"
                manual_ready = true
                """.formatted(BESIEGER));
        Files.copy(RunningSystem.ROOT.resolve("dist/test-guests/besieger.wasm"), project.resolve("module.wasm"));
        Path archive = system.home.resolve("besieger.wapp");
        system.weft("app", "build", project.toString(), "-o", archive.toString());
        system.weft("app", "sign", archive.toString());
        system.weft("app", "install", archive.toString(), "--yes");
        system.weft("grant", BESIEGER, DOCUMENTS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) system.close();
    }

    @BeforeEach
    void launch() throws Exception {
        gateway = system.gateway;
        Files.createDirectories(documents);
        Files.createDirectories(data);
        begin();
    }

    private void begin() throws Exception {
        int mark = system.gateway.mark();
        system.weft("launch", BESIEGER);
        var running = system.awaitState(mark, BESIEGER, "Running");
        session = (String) running.get("session");
        pid = (Long) running.get("pid");
    }

    private void end() throws Exception {
        int mark = system.gateway.mark();
        system.weft("kill", session);
        system.awaitState(mark, BESIEGER, "Stopped");
    }

    @AfterEach
    void clear() throws Exception {
        if (gateway == system.gateway) end();
        else system.weft("kill", session);
        for (Path p : List.of(documents, data)) remove(p);
        assertEquals("not for apps", Files.readString(outside.resolve("secret")), "nothing outside has changed");
        assertEquals(Set.of("secret"), names(outside));
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) Files.delete(folder);
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (Path p : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    /** Has the guest try something; its number. */
    private int begins(String op, Object... more) throws IOException {
        var message = new HashMap<String, Object>(Map.of("id", ++asked, "op", op));
        for (int i = 0; i < more.length; i += 2) message.put((String) more[i], more[i + 1]);
        gateway.tell(session, message);
        return asked;
    }

    /** What came of it, as the guest's log says. */
    private static String outcome(int number) throws Exception {
        var found = new ArrayList<String>();
        RunningSystem.eventually(SOON, "what came of attempt " + number, () -> {
            try (var logs = Files.list(system.state().resolve("log/apps"))) {
                for (Path log : logs.toList())
                    Files.readAllLines(log).stream().filter(l -> l.matches(".*INFO " + number + " [a-z]+: .*")).map(l -> l.replaceAll(".*INFO [0-9]+ [a-z]+: ", "")).forEach(found::add);
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private String tries(String op, Object... more) throws Exception {
        return outcome(begins(op, more));
    }

    @Test
    @Order(1)
    void P4_a_guest_that_opens_a_folder_while_it_changes_places_with_a_link_never_gets_what_is_outside() throws Exception {
        Path folder = Files.createDirectories(data.resolve("folder"));
        Files.writeString(folder.resolve("secret"), "mine");
        var done = new AtomicBoolean();
        var failure = new ArrayList<Throwable>();
        var swapper = Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> failure.add(e)).start(() -> swap(folder, done));
        try {
            assertEquals("some mine some refused 0 foreign", tries("race", "a", "/data/folder", "n", 20_000));
        } finally {
            done.set(true);
            swapper.join();
        }
        assertEquals(List.of(), failure);
    }

    private static void swap(Path folder, AtomicBoolean done) {
        Path aside = folder.resolveSibling("aside");
        try {
            while (!done.get()) {
                Files.move(folder, aside);
                Files.createSymbolicLink(folder, outside);
                Files.delete(folder);
                Files.move(aside, folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(2)
    void P5_a_guest_keeps_the_folder_that_was_granted_when_a_link_takes_its_place() throws Exception {
        Files.writeString(documents.resolve("letter"), "mine");
        assertEquals("mine", tries("open", "a", "/xdg/documents/letter"));
        Path moved = system.home.resolve("user/moved");
        Files.move(documents, moved);
        Files.createSymbolicLink(documents, outside);
        assertEquals("No such file or directory", tries("open", "a", "/xdg/documents/secret"));
        assertEquals("mine", tries("open", "a", "/xdg/documents/letter"));
        remove(moved);
    }

    @Test
    @Order(3)
    void P7_a_data_folder_and_a_picked_file_that_became_links_are_refused_at_the_next_launch() throws Exception {
        Path folder = Files.createDirectories(system.home.resolve("user/picked"));
        String picked = save(folder.resolve("draft"), "draft");
        assertEquals("written", tries("write", "a", picked, "b", "mine"));
        end();
        Path moved = system.home.resolve("user/picked-before");
        Files.move(folder, moved);
        Files.createSymbolicLink(folder, outside);
        Files.move(data, data.resolveSibling("data-before"));
        Files.createSymbolicLink(data, outside);
        begin();
        for (String path : List.of(picked, "/data/secret")) {
            assertTrue(Set.of("I/O error", "Permission denied").contains(tries("open", "a", path)), path);
            assertTrue(Set.of("I/O error", "Permission denied").contains(tries("write", "a", path, "b", "theirs")), path);
        }
        assertEquals("mine", Files.readString(moved.resolve("draft")));
        Files.delete(folder);
        remove(moved);
        Files.delete(data);
        Files.move(data.resolveSibling("data-before"), data);
    }

    /** The user lets the app save to a path, and the app is told by which of its own it may. */
    @SuppressWarnings("unchecked")
    private String save(Path to, String suggestion) throws Exception {
        int number = begins("pick", "a", suggestion, "n", SAVE);
        var found = new HashMap<String, Object>();
        RunningSystem.eventually(SOON, "the question", () -> {
            var questions = (List<Map<String, Object>>) gateway.call("QUERY_QUESTIONS", Map.of()).get("questions");
            questions.stream().filter(q -> BESIEGER.equals(q.get("app_id"))).findFirst().ifPresent(found::putAll);
            return !found.isEmpty();
        });
        gateway.call("ANSWER_QUESTION", Map.of("question", found.get("number"), "decision", "allow_always", "paths", List.of(to.toString())));
        return outcome(number);
    }

    @Test
    @Order(4)
    void P10_a_name_that_a_guest_proposes_is_never_a_place_and_what_it_may_save_is_that_file_alone() throws Exception {
        for (String name : List.of("../draft", "a/draft", "/etc/draft", "..", ".", "a\u0001b", "x".repeat(300)))
            assertEquals(Integer.toString(INVALID), tries("pick", "a", name, "n", SAVE), name);
        assertEquals(List.of(), gateway.call("QUERY_QUESTIONS", Map.of()).get("questions"), "nobody was asked");
        Path folder = Files.createDirectories(system.home.resolve("user/saved"));
        Files.writeString(folder.resolve("neighbour"), "theirs");
        String picked = save(folder.resolve("draft"), "draft");
        assertEquals("written", tries("write", "a", picked, "b", "mine"));
        for (String path : List.of(picked + "/../neighbour", picked + "/neighbour", picked.substring(0, picked.lastIndexOf('/')) + "/neighbour"))
            assertFalse(tries("write", "a", path, "b", "stolen").equals("written"), path);
        assertEquals("mine", Files.readString(folder.resolve("draft")));
        assertEquals("theirs", Files.readString(folder.resolve("neighbour")));
        assertEquals(Set.of("draft", "neighbour"), names(folder));
        remove(folder);
    }

    @Test
    @Order(5)
    void P13_a_hard_link_is_a_file_of_the_grant_within_its_rights_and_no_guest_makes_one() throws Exception {
        Path theirs = Files.writeString(system.home.resolve("user/theirs"), "theirs");
        Files.createLink(documents.resolve("linked"), theirs);
        assertEquals("theirs", tries("open", "a", "/xdg/documents/linked"));
        assertEquals("0 of 13 through", tries("changes", "a", "/xdg/documents", "b", "linked"));
        assertEquals("theirs", Files.readString(theirs));
        assertEquals("written", tries("write", "a", "/data/own", "b", "mine"));
        assertEquals("58 58", tries("link", "a", "own", "b", "made"), "not supported");
        assertEquals(Set.of("own"), names(data));
        Files.delete(theirs);
    }

    @Test
    @Order(6)
    void P14_a_descriptor_that_was_passed_reads_one_file_and_nothing_else() throws Exception {
        Files.writeString(data.resolve("mine"), "mine");
        Files.writeString(data.resolve("other"), "other");
        Files.writeString(documents.resolve("letter"), "letter");
        assertEquals("0 through, reads mine", tries("misuses", "a", "/data/mine"));
        assertEquals("letter", tries("open", "a", "/xdg/documents/letter"));
        assertEquals("mine", Files.readString(data.resolve("mine")));
        assertEquals(Set.of("mine", "other"), names(data));
        Path home = system.home.toRealPath(), logs = system.state().toRealPath(), mine = data.toRealPath().resolve("mine");
        var files = descriptors();
        files.keySet().removeIf(p -> !p.startsWith(home) || p.startsWith(logs));
        assertEquals(Set.of(mine), files.keySet(), "nothing else of the user's is open in its process, and no folder");
        assertEquals(0, files.get(mine) & 3, "opened for reading alone");
    }

    /** The files that the runtime's process has open, and how. */
    private Map<Path, Integer> descriptors() throws IOException {
        var found = new HashMap<Path, Integer>();
        try (var all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path fd : all.toList()) {
                try {
                    Path path = Files.readSymbolicLink(fd);
                    String flags = Files.readAllLines(Path.of("/proc/" + pid + "/fdinfo", fd.getFileName().toString())).get(1);
                    if (path.isAbsolute()) found.put(path, Integer.parseInt(flags.replaceAll("\\D", ""), 8));
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        return found;
    }

    @Test
    @Order(7)
    void P15_a_guest_changes_nothing_that_was_granted_for_reading() throws Exception {
        Files.writeString(documents.resolve("letter"), "Dear all");
        var before = Files.getLastModifiedTime(documents.resolve("letter"));
        assertEquals("Dear all", tries("open", "a", "/xdg/documents/letter"));
        assertEquals("0 of 13 through", tries("changes", "a", "/xdg/documents", "b", "letter"));
        assertEquals("Dear all", Files.readString(documents.resolve("letter")));
        assertEquals(before, Files.getLastModifiedTime(documents.resolve("letter")));
        assertEquals(Set.of("letter"), names(documents));
    }

    @Test
    @Order(8)
    void P27_a_revocation_ends_what_a_guest_has_open_for_writing_before_it_returns() throws Exception {
        int number = begins("counts", "a", "/data/count");
        RunningSystem.eventually(SOON, "the guest to have counted", () -> Files.exists(data.resolve("count")) && Files.size(data.resolve("count")) == 20);
        system.weft("revoke", BESIEGER, "fs:rw:app-data");
        byte[] then = Files.readAllBytes(data.resolve("count"));
        assertEquals("Permission denied, and so 4 others: 4", outcome(number));
        assertArrayEquals(then, Files.readAllBytes(data.resolve("count")), "nothing was written after it had returned");
        system.weft("grant", BESIEGER, "fs:rw:app-data");
        assertEquals(new String(then, StandardCharsets.US_ASCII), tries("open", "a", "/data/count"));
    }

    // The last one: the connection to the platform is another after it.
    @Test
    @Order(9)
    void P26_when_the_portal_is_killed_while_a_guest_replaces_a_file_it_has_the_old_bytes_or_the_new_and_nothing_is_left() throws Exception {
        int number = begins("replaces", "n", 60);
        Path whole = data.resolve("whole");
        for (int kills = 0; kills < 3; kills++) {
            RunningSystem.eventually(SOON, "the guest to have replaced it", () -> Files.exists(whole));
            String before = letter(whole);
            RunningSystem.eventually(SOON, "the guest to go on", () -> !letter(whole).equals(before) || done(number));
            system.processes("weft.platform.Main").getLast().destroyForcibly();
            letter(whole);
            gateway = system.connect("weft.sock");
        }
        assertEquals("done", outcome(number));
        letter(whole);
        assertEquals(Set.of("whole"), names(data));
        assertFalse(Files.exists(outside.resolve("whole"), LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean done(int number) throws IOException {
        try (var logs = Files.list(system.state().resolve("log/apps"))) {
            for (Path log : logs.toList()) if (Files.readString(log).contains(" " + number + " replaces: done")) return true;
        }
        return false;
    }

    /** The letter that the file is full of, and nothing else. */
    private static String letter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(1 << 20, bytes.length);
        for (byte b : bytes) assertEquals(bytes[0], b, "a mixture");
        return Character.toString(bytes[0]);
    }
}
