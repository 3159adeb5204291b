/**
 * Which assets belong to a page: what its push list says, what visitors' browsers asked for after
 * it, or what its own HTML and CSS name (behaviour: section 6).
 */
package dev.margay.server.learning;
