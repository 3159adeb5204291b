/**
 * What a visitor has: two cookies, the digest in one of them, and the record of a session that the
 * other names (behaviour: section 5).
 */
package dev.margay.server.visitor;
