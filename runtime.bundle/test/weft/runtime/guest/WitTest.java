package weft.runtime.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weft.runtime.engine.ModuleOutline;
import weft.runtime.service.ServiceImports;

/** What is published in docs/wit is what guests can import, and what the SDKs import. */
class WitTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z:-]+)@([0-9.]+);"),
            INTERFACE = Pattern.compile("(?ms)^interface ([a-z-]+) \\{(.*?)^\\}"),
            FUNCTION = Pattern.compile("(?m)^ {4}([a-z-]+): func\\(([^)]*)\\)(?: -> ([a-z0-9]+))?;");
    private static final int I32 = 0x7F;

    private record Function(List<Integer> parameters, List<Integer> results) {}

    /** By "module name": every type in use is one 32-bit number of the core ABI. */
    private static Map<String, Function> published() throws Exception {
        String wit = Files.readString(ROOT.resolve("docs/wit/weft-app.wit"));
        var named = PACKAGE.matcher(wit);
        assertEquals(true, named.find());
        var out = new TreeMap<String, Function>();
        for (var i = INTERFACE.matcher(wit); i.find(); )
            for (var f = FUNCTION.matcher(i.group(2)); f.find(); )
                out.put(named.group(1) + "/" + i.group(1) + "@" + named.group(2) + " " + f.group(1), new Function(numbers(f.group(2)), f.group(3) == null ? List.of() : List.of(I32)));
        return out;
    }

    private static List<Integer> numbers(String parameters) {
        var out = new ArrayList<Integer>();
        for (String p : parameters.split(",")) if (!p.isBlank()) {
            assertEquals(true, p.strip().matches("[a-z-]+: (u32|s32)"), p);
            out.add(I32);
        }
        return out;
    }

    @Test
    void every_published_function_is_offered_and_no_other() throws Exception {
        var offered = new TreeSet<String>();
        for (var all : List.of(new AppImports(null, null, null, 0, null).functions(), new ServiceImports(null).functions()))
            all.forEach((module, functions) -> functions.keySet().forEach(f -> offered.add(module + " " + f)));
        assertEquals(published().keySet(), offered);
    }

    @Test
    void the_world_imports_every_interface() throws Exception {
        String wit = Files.readString(ROOT.resolve("docs/wit/weft-app.wit"));
        Set<String> interfaces = new HashSet<>(), imported = new HashSet<>();
        for (var i = INTERFACE.matcher(wit); i.find(); ) interfaces.add(i.group(1));
        for (var i = Pattern.compile("(?m)^ {4}import ([a-z-]+);").matcher(wit); i.find(); ) imported.add(i.group(1));
        assertEquals(interfaces, imported);
    }

    @Test
    void modules_import_the_functions_as_they_are_published() throws Exception {
        var published = published();
        var used = new HashMap<String, Function>();
        for (String folder : List.of("dist/apps", "dist/test-guests")) try (var files = Files.walk(ROOT.resolve(folder))) {
            for (Path p : files.filter(f -> f.toString().endsWith(".wasm")).toList())
                for (var i : ModuleOutline.of(Files.readAllBytes(p)).imports())
                    if (i.module().startsWith("weft:")) used.put(i.module() + " " + i.name(), new Function(i.parameters(), i.results()));
        }
        assertFalse(used.isEmpty());
        used.forEach((name, function) -> assertEquals(published.get(name), function, name));
    }
}
