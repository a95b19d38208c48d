package weft.appd;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What may be set about the life of apps, in the web console or through the Configuration Admin; a change holds at once, and running apps notice nothing. */
@ObjectClassDefinition(name = "WEFT OS: apps", description = "How many runtimes wait for an app, and how long an app may take to end.")
@interface Settings {
    int MAX_WAITING = 8, MIN_GRACE_MS = 100, MAX_GRACE_MS = 60_000;

    @AttributeDefinition(name = "Waiting runtimes", description = "How many sandboxed processes wait for the next app; each costs its memory. 0 to 8.", min = "0", max = "" + MAX_WAITING)
    int warm_runtimes() default 1;

    @AttributeDefinition(name = "Grace period in milliseconds", description = "How long an app that is asked to end may take, unless its manifest says. 100 to 60000.", min = "" + MIN_GRACE_MS, max = "" + MAX_GRACE_MS)
    int grace_ms() default 2_000;
}
