/** Desktop notifications over the session bus (Desktop Notifications Specification 1.2). */
package weft.notifications;
