package weft.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.message.Message;
import weft.codec.Envelope;

/** Who stands between callers and handlers, outermost first; usually nobody. */
final class Interceptors {
    private final List<Place> places = new CopyOnWriteArrayList<>();

    private record Place(CallInterceptor interceptor, int ranking, long serviceId) {}

    synchronized void add(CallInterceptor interceptor, int ranking, long serviceId) {
        places.add(new Place(interceptor, ranking, serviceId));
        places.sort(Comparator.<Place>comparingInt(p -> -p.ranking).thenComparingLong(p -> p.serviceId));
    }

    synchronized void remove(long serviceId) {
        places.removeIf(p -> p.serviceId == serviceId);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    // The loop has a frame of its own: in this one its iterator would keep all of them in memory until the answer, an update's own for one.
    Message call(Caller caller, Envelope request, CallInterceptor.Call handler) throws Exception {
        return (places.isEmpty() ? handler : around(caller, request, handler)).proceed();
    }

    private CallInterceptor.Call around(Caller caller, Envelope request, CallInterceptor.Call handler) {
        CallInterceptor.Call call = handler;
        for (Place p : List.copyOf(places).reversed()) {
            if (!p.interceptor.concerns(caller, request)) continue;
            CallInterceptor.Call rest = call;
            call = () -> p.interceptor.intercept(caller, request, rest);
        }
        return call;
    }

    void forwarded(Caller caller, Envelope message) {
        for (Place p : places) p.interceptor.forwarded(caller, message);
    }
}
