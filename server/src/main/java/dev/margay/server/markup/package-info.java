/**
 * What HTML and CSS name, and where in the text: pure functions from text to values, which neither
 * know files nor throw, whatever the text. Read once for each content, for whoever asks what
 * belongs to a page.
 */
package dev.margay.server.markup;
