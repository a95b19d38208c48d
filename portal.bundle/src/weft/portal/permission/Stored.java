package weft.portal.permission;

import java.util.Optional;
import weft.api.SessionId;
import weft.api.message.Permissions.GrantStatus;

/**
 * What is kept about one capability of one app. Times are milliseconds since 1970, 0: never.
 *
 * @param by      who decided: user, command, policy
 * @param session the only session that it holds for
 * @param path    the file of the user's that was picked, or the folder, which ends in a slash; its capability ends in the number of its guest path,
 *                such as {@code fs:rw:picked/1}
 */
public record Stored(String capability, GrantStatus status, String by, long sinceMs, long usedMs, long deniedMs, long expiresMs,
        Optional<SessionId> session, Optional<String> path) {

    boolean holdsFor(SessionId asking, long nowMs) {
        return (session.isEmpty() || session.get().equals(asking)) && !isOver(nowMs);
    }

    boolean isOver(long nowMs) {
        return expiresMs != 0 && nowMs >= expiresMs;
    }

    Stored used(long nowMs, long expires) {
        return new Stored(capability, status, by, sinceMs, nowMs, deniedMs, expires, session, path);
    }

    Stored refused(long nowMs) {
        return new Stored(capability, status, by, sinceMs, usedMs, nowMs, expiresMs, session, path);
    }
}
