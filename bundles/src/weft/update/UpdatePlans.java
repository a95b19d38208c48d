package weft.update;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.SessionState;
import weft.api.message.Upkeep.UpdatePlan;

/** What an update would do, by the same rules that the transaction goes by; nothing is changed by asking. */
final class UpdatePlans {
    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Sessions sessions;
    private final History history;

    UpdatePlans(BundleContext context, ServiceComponentRuntime components, Sessions sessions, History history) {
        this.context = context;
        this.components = components;
        this.sessions = sessions;
        this.history = history;
    }

    UpdatePlan of(List<Candidate> candidates) {
        Set<Bundle> replaced = new HashSet<>();
        var refusals = new ArrayList<String>();
        for (Candidate c : candidates) {
            Bundle old = running(context, c.name());
            replaced.add(old);
            String refusal = Replacement.refusal(context, old, c);
            if (!refusal.isEmpty()) refusals.add(refusal);
        }
        var names = candidates.stream().map(Candidate::name).toList();
        return new UpdatePlan(candidates.stream().map(Candidate::toString).sorted().toList(), List.of(),
                replaced.stream().map(b -> b.getSymbolicName() + " " + b.getVersion()).sorted().toList(),
                new Blinking(components).services(replaced), refusals.isEmpty() ? List.of() : waiting(), contracts(replaced),
                refusals, refusals.isEmpty() ? history.longest(names) : Optional.empty());
    }

    // A swap is noticed by no session; a restart of the platform by all, which wait for it.
    private List<String> waiting() {
        return sessions.all().stream().filter(s -> s.state() != SessionState.Stopped).map((SessionFacts s) -> s.session() + " (" + s.name() + ")").toList();
    }

    // Contracts live in bundles of their own; a bundle that may be replaced brings none.
    private static List<String> contracts(Set<Bundle> replaced) {
        return replaced.stream().map(b -> b.getHeaders().get(Constants.EXPORT_PACKAGE)).filter(java.util.Objects::nonNull).sorted().toList();
    }

    static Bundle running(BundleContext context, String name) {
        for (Bundle b : context.getBundles()) if (name.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE) return b;
        throw new WeftException(ErrorCode.NOT_FOUND, "there is no running bundle " + Printable.text(name));
    }
}
