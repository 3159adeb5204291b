package dev.margay.server.assets;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The fields of a request that decide its answer, gathered in one pass. Several lines of one field
 * are joined (RFC 9110 §5.3); null stands for an absent field.
 */
final class RequestFields {
  private static final String SERVICE_WORKER = "service-worker";
  private static final String SEC_FETCH_MODE = "sec-fetch-mode";

  String acceptEncoding;
  String accept;
  String ifMatch;
  String ifNoneMatch;
  String ifModifiedSince;
  String ifUnmodifiedSince;
  String ifRange;
  String range;
  String fetchMode;
  boolean serviceWorker;

  /** Whether any of the five preconditions of RFC 9110 §13.1 but If-Range is there. */
  boolean conditional;

  static RequestFields of(HttpFields headers) {
    RequestFields fields = new RequestFields();
    for (HttpField field : headers) {
      HttpHeader header = field.getHeader();
      if (header == null) {
        fields.noteUnregistered(field);
      } else {
        fields.note(header, field.getValue());
      }
    }
    return fields;
  }

  private void note(HttpHeader header, String value) {
    switch (header) {
      case ACCEPT_ENCODING -> acceptEncoding = join(acceptEncoding, value);
      case ACCEPT -> accept = join(accept, value);
      case IF_MATCH -> ifMatch = condition(ifMatch, value);
      case IF_NONE_MATCH -> ifNoneMatch = condition(ifNoneMatch, value);
      case IF_MODIFIED_SINCE -> ifModifiedSince = condition(ifModifiedSince, value);
      case IF_UNMODIFIED_SINCE -> ifUnmodifiedSince = condition(ifUnmodifiedSince, value);
      case IF_RANGE -> ifRange = join(ifRange, value);
      case RANGE -> range = join(range, value);
      default -> {}
    }
  }

  private void noteUnregistered(HttpField field) {
    if (field.is(SEC_FETCH_MODE)) {
      fetchMode = field.getValue();
    } else if (field.is(SERVICE_WORKER)) {
      serviceWorker = "script".equals(field.getValue());
    }
  }

  private String condition(String earlier, String value) {
    conditional = true;
    return join(earlier, value);
  }

  private static String join(String earlier, String value) {
    String text = value == null ? "" : value;
    return earlier == null ? text : earlier + ", " + text;
  }

  /**
   * Whether the request is for a document that a person navigates to. A client that sends no {@code
   * Sec-Fetch-Mode} is judged by its asking for HTML.
   */
  boolean navigation() {
    return fetchMode == null
        ? accept != null && accept.contains("text/html")
        : fetchMode.equals("navigate");
  }
}
