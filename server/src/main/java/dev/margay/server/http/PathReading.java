package dev.margay.server.http;

/** What came of reading a request's path: one to serve, one to redirect from, or one to refuse. */
public sealed interface PathReading
    permits CanonicalPath, CanonicalPath.Untidy, CanonicalPath.Refused {}
