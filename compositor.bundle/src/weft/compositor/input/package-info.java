/** Keyboards: keymaps, the state of keys and modifiers, and text as keystrokes. One thread. */
package weft.compositor.input;
