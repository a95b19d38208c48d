package weft.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate of the build: a contract's change against what was released, by the real build tool in a workspace of one project. */
class BaselineTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root")), TOOL = ROOT.resolve("cnf/cache/tool");
    @TempDir
    Path workspace;

    private record Built(int code, String said) {}

    @BeforeEach
    void release() throws Exception {
        write("bnd.bnd", Files.readString(ROOT.resolve("bnd.bnd")));
        write("cnf/build.bnd", Files.readString(ROOT.resolve("cnf/build.bnd")));
        write("door.api/bnd.bnd", "weft.contract: true\n-exportcontents: org.example.door\n");
        contract("1.0.0", "public void open() {}", "public void close() {}");
        var built = tool("build", "release");
        assertEquals(0, built.code, built::said);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(workspace.resolve(file).getParent());
        Files.writeString(workspace.resolve(file), text);
    }

    private void contract(String version, String... members) throws IOException {
        write("door.api/src/org/example/door/packageinfo", "version " + version + "\n");
        write("door.api/src/org/example/door/Door.java", "package org.example.door;\npublic final class Door {\n" + String.join("\n", members) + "\n}\n");
    }

    private Built tool(String... verbs) throws Exception {
        var command = new java.util.ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--sun-misc-unsafe-memory-access=allow",
                "-cp", TOOL.resolve("classes") + ":" + TOOL + "/*", "weft.tool.Main", workspace.toString()));
        command.addAll(List.of(verbs));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        return new Built(process.waitFor(), said);
    }

    @Test
    void an_addition_asks_for_the_next_minor_version() throws Exception {
        contract("1.0.0", "public void open() {}", "public void close() {}", "public void lock() {}");
        var built = tool("build");
        assertEquals(1, built.code, built::said);
        assertTrue(built.said.contains("the contract org.example.door 1.0.0 differs from the released 1.0.0 by a minor change: its version must be 1.1.0"), built::said);
        assertTrue(built.said.contains("added method lock()"), built::said);
        contract("1.1.0", "public void open() {}", "public void close() {}", "public void lock() {}");
        built = tool("build");
        assertEquals(0, built.code, built::said);
    }

    @Test
    void an_incompatible_change_is_refused_with_the_difference_until_the_major_version_is_raised() throws Exception {
        contract("1.1.0", "public void open() {}", "public void close(boolean quietly) {}");
        var built = tool("build");
        assertEquals(1, built.code, built::said);
        assertTrue(built.said.contains("org.example.door 1.1.0 differs from the released 1.0.0 by a major change: its version must be 2.0.0"), built::said);
        assertTrue(built.said.contains("removed method close()") && built.said.contains("added method close(boolean)"), built::said);
        contract("2.0.0", "public void open() {}", "public void close(boolean quietly) {}");
        built = tool("build");
        assertEquals(0, built.code, built::said);
    }

    @Test
    void what_is_not_public_may_change_as_it_likes() throws Exception {
        contract("1.0.0", "public void open() { turn(); }", "public void close() {}", "private void turn() {}");
        var built = tool("build");
        assertEquals(0, built.code, built::said);
    }

    @Test
    void the_released_contracts_of_this_system_are_its_own_packages() throws IOException {
        var packages = Files.readAllLines(ROOT.resolve("cnf/baseline/ipc-api.bundle.contract")).stream().filter(l -> l.startsWith(" package ")).toList();
        assertTrue(packages.contains(" package weft.api.message"), packages::toString);
        assertTrue(packages.stream().allMatch(p -> p.startsWith(" package weft.")), packages::toString);
    }
}
