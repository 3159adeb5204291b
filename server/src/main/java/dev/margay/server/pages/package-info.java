/**
 * Stands in front of a domain's own handler, which knows nothing of it: plans and delivers what is
 * sent ahead of a page, and keeps what is known of the visitor.
 */
package dev.margay.server.pages;
