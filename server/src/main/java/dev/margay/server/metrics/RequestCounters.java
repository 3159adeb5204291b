package dev.margay.server.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Counts requests by status, and the bytes of their bodies. */
public final class RequestCounters implements ExchangeObserver {
  private static final int STATUSES = 600;

  private final LongAdder[] byStatus = new LongAdder[STATUSES];
  private final LongAdder bytes = new LongAdder();

  public RequestCounters() {
    for (int status = 0; status < STATUSES; status++) {
      byStatus[status] = new LongAdder();
    }
  }

  @Override
  public void ended(Request request, Response response, Exchange exchange) {
    int status = response.getStatus();
    byStatus[status > 0 && status < STATUSES ? status : 0].increment();
    bytes.add(Response.getContentBytesWritten(response));
  }

  /** Bytes of all bodies sent so far. */
  public long bytes() {
    return bytes.sum();
  }

  /** Requests answered with {@code status} so far; 0 stands for those that ended without one. */
  public long requests(int status) {
    return byStatus[status].sum();
  }

  /** Shows each status that was sent, with its count. */
  public void forEachStatus(ObjLongConsumer<Integer> visitor) {
    for (int status = 0; status < STATUSES; status++) {
      long count = requests(status);
      if (count > 0) {
        visitor.accept(status, count);
      }
    }
  }
}
