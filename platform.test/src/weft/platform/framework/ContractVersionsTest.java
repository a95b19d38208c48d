package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.WeftException;
import weft.api.portal.Portal;
import weft.platform.framework.probe.Greeted;
import weft.platform.framework.probe.Greeter;

/** Contracts that come to a running system: what their versions promise is checked, and two of them live side by side. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(300)
class ContractVersionsTest {
    private static final String CONTRACT = "probe.contract", GREETER = "probe.Greeter", GREETED = "probe.Greeted";
    @InjectBundleContext
    BundleContext context;
    // That the whole system is up.
    @InjectService(timeout = 20_000)
    ServiceAware<Portal> portal;
    private Script script;

    @BeforeEach
    void one() throws Exception {
        script = Framework.script();
        added(Framework.contract(CONTRACT, "1.0.0", "greet"));
    }

    @AfterEach
    void remove() throws BundleException {
        script.close();
        var probes = Arrays.stream(context.getBundles()).filter(b -> List.of(CONTRACT, GREETER, GREETED).contains(b.getSymbolicName()))
                .sorted(Comparator.comparing((Bundle b) -> b.getSymbolicName().equals(CONTRACT))).toList();
        for (Bundle b : probes) b.uninstall();
    }

    private static Map<String, Object> jar(InputStream content) throws IOException {
        return Map.of("jars", List.of(Framework.file(content).toString()));
    }

    private Map<String, Object> added(InputStream content) throws IOException {
        return script.ask("APPLY_UPDATE", Map.of("jars", jar(content).get("jars"), "beside", true));
    }

    private void removed(String bundle, String version) throws IOException {
        script.ask("REMOVE_BUNDLE", Map.of("bundle", bundle, "version", version));
    }

    private static InputStream greeter(String version, String range) throws IOException {
        return Framework.probe(Greeter.class, version, "org.osgi.framework,org.example.greeting;version=\"" + range + "\"");
    }

    private static InputStream greeted(String version, String range) throws IOException {
        return Framework.probe(Greeted.class, version, "org.osgi.framework,org.example.greeting;version=\"" + range + "\"");
    }

    private List<String> versions(String bundle) {
        return Arrays.stream(context.getBundles()).filter(b -> bundle.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE).map(b -> b.getVersion().toString()).sorted().toList();
    }

    private String howGreeted(String version) throws Exception {
        var found = context.getServiceReferences(Supplier.class, "(greeted=" + version + ")");
        ServiceReference<?> r = found.iterator().next();
        try {
            return (String) ((Supplier<?>) context.getService(r)).get();
        } finally {
            context.ungetService(r);
        }
    }

    @Test
    void an_incompatible_change_that_calls_itself_minor_is_refused_with_the_difference_in_the_plan_too() throws Exception {
        var changed = jar(Framework.contract(CONTRACT, "1.1.0", "welcome"));
        var plan = script.ask("PLAN_UPDATE", changed);
        assertEquals(List.of(), plan.get("contracts"), "it has no place beside that one");
        var refusal = (String) ((List<?>) plan.get("refusals")).getFirst();
        assertTrue(refusal.startsWith("the contract org.example.greeting 1.1.0 differs from the running 1.0.0 by a major change: its version must be 2.0.0"), refusal);
        assertTrue(refusal.contains("removed method greet()") && refusal.contains("added method welcome()"), refusal);
        assertEquals(refusal, assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", changed)).getMessage());
        assertEquals(List.of("1.0.0"), versions(CONTRACT));
    }

    @Test
    void an_addition_that_does_not_raise_its_version_is_refused_with_the_difference() throws Exception {
        var changed = jar(Framework.contract(CONTRACT, "1.0.0", "greet", "welcome"));
        var refusal = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", changed)).getMessage();
        assertTrue(refusal.contains("org.example.greeting 1.0.0 differs from the running 1.0.0 by a") && refusal.contains("added method welcome()"), refusal);
    }

    @Test
    void a_compatible_successor_waits_for_the_next_start_since_others_are_wired_to_the_contract() throws Exception {
        added(greeter("1.0.0", "[1,2)"));
        var next = jar(Framework.contract(CONTRACT, "1.0.1", "greet"));
        var plan = script.ask("PLAN_UPDATE", next);
        assertEquals(true, plan.get("at_start"));
        var staged = script.ask("APPLY_UPDATE", next);
        for (String what : List.of("install", "refresh", "stop", "services", "at_start")) assertEquals(plan.get(what), staged.get(what), what);
        assertEquals(List.of("1.0.0"), versions(CONTRACT), "nothing has happened yet");
        assertEquals(List.of(CONTRACT + " 1.0.1"), script.ask("QUERY_SYSTEM", Map.of()).get("staged"));
    }

    @Test
    void a_successor_that_a_bundle_could_not_be_wired_to_is_refused_in_the_plan_too() throws Exception {
        added(greeter("1.0.0", "[1,1.0.1)"));
        var next = jar(Framework.contract(CONTRACT, "1.0.1", "greet"));
        String refusal = GREETER + " 1.0.0 needs org.example.greeting [1.0.0,1.0.1), and " + CONTRACT + " 1.0.1 has 1.0.1";
        assertEquals(List.of(refusal), script.ask("PLAN_UPDATE", next).get("refusals"));
        assertEquals(refusal, assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", next)).getMessage());
    }

    @Test
    void a_contract_in_use_is_replaced_by_a_bundle_of_its_name_alone() throws Exception {
        var other = jar(Framework.contract("probe.other", "1.0.1", "greet"));
        assertEquals(CONTRACT + " exports packages that others are wired to, and only a bundle of its name can take its place",
                assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", other)).getMessage());
    }

    @Test
    void two_versions_of_a_contract_live_side_by_side_and_each_bundle_is_bound_by_its_range() throws Exception {
        added(greeter("1.0.0", "[1,2)"));
        added(greeted("1.0.0", "[1,2)"));
        var second = jar(Framework.contract(CONTRACT, "2.0.0", "welcome"));
        var plan = script.ask("PLAN_UPDATE", second);
        assertEquals(List.of("org.example.greeting 2.0.0 comes beside 1.0.0"), plan.get("contracts"));
        var happened = script.ask("APPLY_UPDATE", second);
        for (String what : List.of("install", "refresh", "stop", "services")) assertEquals(plan.get(what), happened.get(what), what);
        assertEquals(List.of(), happened.get("stop"));
        added(greeter("2.0.0", "[2,3)"));
        added(greeted("2.0.0", "[2,3)"));
        assertEquals(List.of("1.0.0", "2.0.0"), versions(CONTRACT));
        assertEquals("greetings from 1.0.0", howGreeted("1.0.0"));
        assertEquals("greetings from 2.0.0", howGreeted("2.0.0"));
        // An update within a major version takes the place of that one alone.
        script.ask("APPLY_UPDATE", jar(greeter("2.1.0", "[2,3)")));
        assertEquals(List.of("1.0.0", "2.1.0"), versions(GREETER));
        assertEquals("greetings from 1.0.0", howGreeted("1.0.0"));
    }

    @Test
    void what_somebody_needs_is_not_removed_and_they_are_named() throws Exception {
        added(greeter("1.0.0", "[1,2)"));
        added(greeted("1.0.0", "[1,2)"));
        assertEquals(CONTRACT + " 1.0.0 is needed by " + GREETED + " 1.0.0, " + GREETER + " 1.0.0", assertThrows(WeftException.class, () -> removed(CONTRACT, "1.0.0")).getMessage());
        assertEquals(GREETER + " 1.0.0 is needed by " + GREETED + " 1.0.0", assertThrows(WeftException.class, () -> removed(GREETER, "1.0.0")).getMessage());
        assertEquals("greetings from 1.0.0", howGreeted("1.0.0"));
        for (String b : List.of(GREETED, GREETER, CONTRACT)) {
            removed(b, "1.0.0");
            assertEquals(List.of(), versions(b));
        }
    }

    @Test
    void a_provider_of_another_version_of_the_contract_does_not_take_the_place_of_the_one_in_use() throws Exception {
        added(greeter("1.0.0", "[1,2)"));
        script.ask("APPLY_UPDATE", jar(Framework.contract(CONTRACT, "2.0.0", "welcome")));
        var next = jar(greeter("2.0.0", "[2,3)"));
        var e = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", next));
        assertTrue(e.getMessage().contains("does not offer " + Greeter.CONTRACT + " 1"), e.getMessage());
        assertEquals(List.of("1.0.0"), versions(GREETER));
    }

    @Test
    void what_answers_requests_that_nobody_else_answers_is_not_removed() {
        var e = assertThrows(WeftException.class, () -> script.ask("REMOVE_BUNDLE", Map.of("bundle", "appd.bundle")));
        assertTrue(e.getMessage().contains("whoever asks LAUNCH_APP"), e.getMessage());
        e = assertThrows(WeftException.class, () -> script.ask("REMOVE_BUNDLE", Map.of("bundle", "ipc-api.bundle")));
        assertTrue(e.getMessage().contains("appd.bundle") && e.getMessage().contains("portal.bundle"), e.getMessage());
    }

    @Test
    void a_contract_whose_classes_are_none_is_refused() throws Exception {
        var broken = jar(broken());
        var refusal = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", broken)).getMessage();
        assertTrue(refusal.contains("org/example/greeting/Greeting.class is no class"), refusal);
        assertEquals(List.of("1.0.0"), versions(CONTRACT));
    }

    // A contract whose class is no class.
    private static InputStream broken() throws IOException {
        byte[] jar = Framework.contract(CONTRACT, "1.0.1", "greet").readAllBytes();
        var out = new java.io.ByteArrayOutputStream();
        try (var in = new java.util.jar.JarInputStream(new java.io.ByteArrayInputStream(jar)); var to = new java.util.jar.JarOutputStream(out, in.getManifest())) {
            to.putNextEntry(in.getNextJarEntry());
            to.write("no class at all".getBytes());
        }
        return new java.io.ByteArrayInputStream(out.toByteArray());
    }
}
