/** Outputs as facts and wishes: what they are, in which mode, scale, transform and place they are to be shown. Plain Java. */
package weft.compositor.output;
