package dev.margay.server.ahead;

import dev.margay.server.visitor.AssetKey;
import java.util.Optional;

/** What keeps an asset from being of use to this visitor, as a pure look-up. */
@FunctionalInterface
public interface Possession {
  /** Of a visitor who has nothing. */
  Possession NOTHING = (target, key) -> Optional.empty();

  /** Of a visitor who has nothing, and shows what browsers ask for by themselves. */
  Possession MEASURED = (target, key) -> Optional.of(Verdict.MEASURED);

  /** Why this visitor does not need the asset; empty if it is needed. */
  Optional<Verdict> of(String target, AssetKey key);
}
