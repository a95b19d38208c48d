package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.WeftException;
import weft.api.portal.Portal;
import weft.platform.framework.probe.Stateful;
import weft.platform.framework.probe.Stateful.Fault;

/** State that is in no file goes from a bundle to its successor, in the schema of the one, read by the other; or the update is undone. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(120)
class HandoverTest {
    private static final String NAME = "probe.Stateful", NEVER = "The old one never stopped.";
    @InjectBundleContext
    BundleContext context;
    // That the whole system is up.
    @InjectService(timeout = 20_000)
    ServiceAware<Portal> portal;
    private Script script;

    @BeforeEach
    void connect() throws IOException {
        script = Framework.script();
    }

    @AfterEach
    void remove() throws BundleException {
        script.close();
        for (Bundle b : Arrays.stream(context.getBundles()).filter(b -> NAME.equals(b.getSymbolicName())).toList()) b.uninstall();
    }

    private List<?> update(String version, Fault fault, boolean beside) throws IOException {
        var jar = Framework.file(Framework.stateful(version, fault));
        return (List<?>) script.ask("APPLY_UPDATE", Map.of("jars", List.of(jar.toString()), "beside", beside)).get("steps");
    }

    private String count(String word) throws Exception {
        var reference = context.getServiceReferences(Function.class, "(probe=count)").stream().min(java.util.Comparator.reverseOrder()).orElseThrow();
        try {
            @SuppressWarnings("unchecked")
            var counter = (Function<String, String>) context.getService(reference);
            return counter.apply(word);
        } finally {
            context.ungetService(reference);
        }
    }

    @Test
    void state_of_the_same_schema_and_of_an_older_one_is_taken_over() throws Exception {
        update("1.0.0", Fault.NONE, true);
        assertEquals("1.0.0 {a=1}", count("a"));
        assertEquals("1.0.0 {a=2}", count("a"));
        assertTrue(update("1.1.0", Fault.NONE, false).toString().contains("took over the state \"probe\""));
        assertEquals("1.1.0 {a=1, before=2}", count("a"));
        update("2.0.0", Fault.NONE, false);
        assertEquals("2.0.0 {b=1, before=3}", count("b"));
        update("2.1.0", Fault.NONE, false);
        assertEquals("2.1.0 {b=2, before=3}", count("b"));
    }

    @Test
    void state_of_a_newer_schema_is_not_given_to_who_does_not_know_it() throws Exception {
        update("2.0.0", Fault.NONE, true);
        count("a");
        undone("1.9.0", Fault.NONE, "2.0.0 {a=2}", "it reads the state \"probe\" of schema 1, and the old one's is of schema 2", NEVER);
    }

    @Test
    void a_build_that_cannot_go_on_from_the_state_is_undone() throws Exception {
        update("1.0.0", Fault.NONE, true);
        count("a");
        undone("1.1.0", Fault.THROWS, "1.0.0 {a=2}", "it cannot go on from the state \"probe\": this is all Greek to me", NEVER);
    }

    @Test
    void a_build_that_hangs_while_it_takes_over_the_state_is_undone() throws Exception {
        update("1.0.0", Fault.NONE, true);
        count("a");
        undone("1.1.0", Fault.HANGS, "1.0.0 {a=2}", "it hangs: it has not taken over the state \"probe\"", NEVER);
    }

    @Test
    void a_build_that_does_not_take_over_the_state_is_undone() throws Exception {
        update("1.0.0", Fault.NONE, true);
        count("a");
        undone("1.1.0", Fault.FORGETS, "1.0.0 {a=2}", "does not offer weft.api.update.StateSnapshot", NEVER);
    }

    @Test
    void a_build_that_fails_with_the_state_after_the_switch_is_undone_and_the_old_one_has_its_state_back() throws Exception {
        update("2.0.0", Fault.NONE, true);
        count("a");
        undone("2.1.0", Fault.THROWS_AFTER_THE_SWITCH, "2.0.0 {a=2}", "I thought that was a rehearsal", "The old one is back, after ");
    }

    private void undone(String version, Fault fault, String then, String... words) throws Exception {
        var e = assertThrows(WeftException.class, () -> update(version, fault, false));
        for (String w : words) assertTrue(e.getMessage().contains(w), e.getMessage());
        assertEquals(then, count("a"));
    }
}
