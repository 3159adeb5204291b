package dev.margay.rcache;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How tests wait, for all of them: long enough for a machine that is busy with others, and deaf to
 * what other tests throw on threads of their own.
 */
public final class Patience implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }
}
