/**
 * The backend of real screens: display devices by KMS, keyboards and pointers by libinput, both lent by the seat while the
 * session is in the foreground.
 */
package weft.compositor.backend.kms;
