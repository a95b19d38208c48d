/** What was decided about the capabilities of apps: kept on disk, asked of the user, told to whoever shows it. */
package weft.portal.permission;
