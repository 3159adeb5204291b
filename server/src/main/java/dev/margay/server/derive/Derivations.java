package dev.margay.server.derive;

import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.store.Body;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.catalog.Located;
import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All derivations of a server, one after the other. What comes out is content of its own: its hash,
 * and with it its tag and its representations, are those of the bytes that are sent. Content above
 * 8 MiB is served as it is.
 */
public final class Derivations {
  private static final Logger log = LoggerFactory.getLogger(Derivations.class);

  /** It is held in memory as a whole. */
  private static final long LARGEST = 8L << 20;

  private final List<Derivation> steps;

  public Derivations(List<Derivation> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * What {@code located} is served as. It blocks where the file is not in memory.
   *
   * @param known what an earlier look led to, or null; it has been through here already
   */
  public Located of(CanonicalPath path, Located located, AssetFacts known) {
    if (!(located instanceof Located.Found found) || found.facts().equals(known)) {
      return located;
    }
    AssetFacts facts = found.facts();
    List<Derivation> wanted = steps.stream().filter(s -> s.appliesTo(facts.type())).toList();
    if (wanted.isEmpty() || facts.plain().length() > LARGEST) {
      return located;
    }
    try {
      byte[] source = read(facts.plain());
      byte[] derived = source;
      for (Derivation step : wanted) {
        derived = step.derive(path, derived);
      }
      return derived == source
          ? located
          : new Located.Found(facts.derived(ContentHash.of(derived), new Body.InMemory(derived)));
    } catch (IOException e) {
      log.debug("{} changed while it was read", facts.file(), e);
      return located; // the next look reads it anew
    }
  }

  private static byte[] read(Body body) throws IOException {
    if (body instanceof Body.InMemory memory) {
      return memory.bytes();
    }
    try (InputStream in = body.open()) {
      return in.readAllBytes();
    }
  }
}
