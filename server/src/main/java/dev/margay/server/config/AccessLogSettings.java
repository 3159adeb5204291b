package dev.margay.server.config;

/** Where access-log lines go, and in which form. */
public record AccessLogSettings(AccessLogDestination destination, AccessLogFormat format) {}
