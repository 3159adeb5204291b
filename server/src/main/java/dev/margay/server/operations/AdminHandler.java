package dev.margay.server.operations;

import dev.margay.server.answer.PlainAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The admin listener: {@code /metrics} in Prometheus' text form, {@code /health} (the process
 * lives), {@code /ready} (it takes requests). Only GET and HEAD, and only for a {@code Host} that
 * is loopback or the configured one, so that no page in a browser can be made to read it through a
 * name of its own (DNS rebinding).
 */
public final class AdminHandler extends Handler.Abstract {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final AdminHosts hosts;
  private final Supplier<String> metrics;
  private final BooleanSupplier ready;

  public AdminHandler(AdminHosts hosts, Supplier<String> metrics, BooleanSupplier ready) {
    this.hosts = hosts;
    this.metrics = metrics;
    this.ready = ready;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    HttpFields.Mutable fields = HttpFields.build().add(HttpHeader.CACHE_CONTROL, "no-store");
    if (!hosts.allow(Request.getServerName(request))) {
      PlainAnswer.send(request, response, callback, 421, fields);
    } else if (!head && !HttpMethod.GET.is(request.getMethod())) {
      fields.add(HttpHeader.ALLOW, "GET, HEAD");
      PlainAnswer.send(request, response, callback, 405, fields);
    } else {
      answer(request, response, callback, fields);
    }
    return true;
  }

  private void answer(
      Request request, Response response, Callback callback, HttpFields.Mutable fields) {
    switch (Optional.ofNullable(request.getHttpURI().getPath()).orElse("")) {
      case "/metrics" -> {
        byte[] page = metrics.get().getBytes(StandardCharsets.UTF_8);
        fields.add(HttpHeader.CONTENT_TYPE, METRICS_TYPE);
        fields.add(HttpHeader.CONTENT_LENGTH, page.length);
        response.getHeaders().add(fields);
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, head ? null : ByteBuffer.wrap(page), callback);
      }
      case "/health" -> PlainAnswer.send(request, response, callback, 200, fields);
      case "/ready" ->
          PlainAnswer.send(request, response, callback, ready.getAsBoolean() ? 200 : 503, fields);
      default -> PlainAnswer.send(request, response, callback, 404, fields);
    }
  }
}
