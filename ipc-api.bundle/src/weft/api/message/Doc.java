package weft.api.message;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a message is for; the reference page is made of these. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Doc {
    String value();

    /** The message that answers this one; none for events and replies. */
    Class<? extends Message> reply() default None.class;

    /** A request that changes nothing, asked once or twice (as in RFC 9110, 9.2.1): a copy of it may be shown to another provider. */
    boolean safe() default false;
}
