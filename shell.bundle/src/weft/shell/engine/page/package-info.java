/** Pages of apps in browsers: their files, their policy, what they may not do, their input and their pixels. */
package weft.shell.engine.page;
