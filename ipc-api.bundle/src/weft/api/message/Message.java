package weft.api.message;

/**
 * What an envelope may carry. The wire type of a record is its name in upper snake case ({@code LaunchApp} is
 * {@code LAUNCH_APP}); its components are the body's keys in snake case.
 */
public sealed interface Message permits Connection, Lifecycle, Packages, AppMessage, Files, Pages, Permissions, Services, Upkeep, Proving, None {}
