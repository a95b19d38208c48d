package weft.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
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
    private final Admission admission;

    UpdatePlans(BundleContext context, ServiceComponentRuntime components, Sessions sessions, History history, Admission admission) {
        this.context = context;
        this.components = components;
        this.sessions = sessions;
        this.history = history;
        this.admission = admission;
    }

    UpdatePlan of(List<Candidate> candidates, boolean beside) {
        var verdicts = candidates.stream().map(c -> admission.of(c, beside)).toList();
        var replaced = verdicts.stream().flatMap(v -> v.replaced().stream()).collect(Collectors.toSet());
        boolean atStart = Staging.isNeeded(verdicts);
        var refusals = new ArrayList<>(verdicts.stream().flatMap(v -> v.refusals().stream()).toList());
        if (atStart && refusals.isEmpty()) refusals.addAll(Staging.refusals(verdicts));
        var names = candidates.stream().map(Candidate::name).toList();
        return new UpdatePlan(candidates.stream().map(Candidate::toString).sorted().toList(), List.of(),
                replaced.stream().map(b -> b.getSymbolicName() + " " + b.getVersion()).sorted().toList(),
                atStart ? List.of() : new Blinking(components).services(replaced), atStart ? waiting() : List.of(),
                verdicts.stream().flatMap(v -> v.contracts().stream()).toList(), refusals, refusals.isEmpty() && !atStart ? history.longest(names) : Optional.empty(),
                verdicts.stream().flatMap(v -> v.apps().stream()).distinct().sorted().toList(), atStart);
    }

    // A swap is noticed by no session; a restart of the platform by all, which wait for it.
    private List<String> waiting() {
        return sessions.all().stream().filter(s -> s.state() != SessionState.Stopped).map((SessionFacts s) -> s.session() + " (" + s.name() + ")").toList();
    }

    static Bundle running(BundleContext context, String name) {
        for (Bundle b : context.getBundles()) if (name.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE) return b;
        throw new WeftException(ErrorCode.NOT_FOUND, "there is no running bundle " + Printable.text(name));
    }
}
