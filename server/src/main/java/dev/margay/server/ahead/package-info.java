/**
 * What is sent ahead of a page, and how: a plan, which is a pure function of what belongs to the
 * page and what the visitor has, and its delivery (behaviour: section 6).
 */
package dev.margay.server.ahead;
