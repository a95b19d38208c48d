/** What is on the screen: regions, client pixels, trees of surfaces. Knows neither Wayland nor how to draw. One thread. */
package weft.compositor.scene;
