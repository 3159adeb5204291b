package dev.margay.devtools.visits;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.ahead.AheadCandidate;
import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.ahead.PushPromiseDelivery;
import dev.margay.server.metrics.Exchange;
import dev.margay.server.pages.PagePlan;
import dev.margay.server.visitor.CacheDigest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A visit in the form that {@code visits.json} has: times in milliseconds from its beginning, sizes
 * in bytes. Pure but for the look-up of what the cache holds.
 */
final class VisitForm {
  private final Function<ContentHash, List<Holdings.Held>> holdings;

  VisitForm(Function<ContentHash, List<Holdings.Held>> holdings) {
    this.holdings = holdings;
  }

  Map<String, Object> of(Visit visit, Collection<Warning> warnings) {
    Map<String, Object> form = new LinkedHashMap<>();
    Asked page = visit.page();
    form.put("id", visit.id());
    form.put("url", page.url());
    form.put("target", page.target());
    form.put("started", page.at().toString());
    form.put("protocol", page.protocol());
    form.put("address", page.client().address());
    form.put("agent", page.client().agent());
    form.put("plan", visit.plan().map(plan -> plan(visit, plan)).orElse(null));
    form.put("digestBefore", visit.before().map(it -> digest(visit, it)).orElse(null));
    form.put("digestAfter", visit.after().map(it -> digest(visit, it)).orElse(null));
    form.put("requests", visit.requests().stream().map(seen -> request(visit, seen)).toList());
    form.put("leftOut", visit.leftOut());
    form.put("warnings", warnings.stream().map(VisitForm::warning).toList());
    return form;
  }

  private Map<String, Object> plan(Visit visit, PagePlan plan) {
    Map<String, Object> form = new LinkedHashMap<>();
    String delivery = plan.delivery().label();
    form.put("delivery", delivery);
    form.put("deliveryWords", PlainWords.ofDelivery(delivery));
    form.put("source", label(plan.plan().source()));
    form.put("sourceWords", PlainWords.of(plan.plan().source()));
    form.put("assets", plan.plan().steps().stream().map(s -> step(visit, s, delivery)).toList());
    return form;
  }

  private Map<String, Object> step(Visit visit, AheadPlan.Step step, String delivery) {
    Map<String, Object> form = new LinkedHashMap<>();
    String target = step.asset().target();
    form.put("target", target);
    form.put("destination", step.asset().destination().token());
    form.put("importance", label(step.asset().importance()));
    form.put("verdict", step.verdict().label());
    form.put("why", PlainWords.why(step.verdict(), delivery));
    Optional<AheadCandidate.Found> found = step.candidate().found();
    form.put("bytes", found.map(AheadCandidate.Found::bytes).orElse(null));
    form.put("freshSeconds", found.map(AheadCandidate.Found::freshSeconds).orElse(null));
    form.put("promised", time(visit, visit.promised().get(target)));
    return form;
  }

  private static Map<String, Object> digest(Visit visit, CacheDigest digest) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("cookie", digest.encode());
    form.put("count", digest.size());
    form.put("bits", digest.bits());
    form.put("falsePositive", (double) digest.size() / CacheDigest.UNIVERSE);
    form.put(
        "claims",
        visit.plan().stream()
            .flatMap(plan -> plan.plan().steps().stream())
            .filter(
                step ->
                    step.candidate()
                        .found()
                        .filter(found -> digest.has(found.key().inDigest()))
                        .isPresent())
            .map(step -> step.asset().target())
            .toList());
    return form;
  }

  private Map<String, Object> request(Visit visit, Seen seen) {
    Map<String, Object> form = new LinkedHashMap<>();
    Asked asked = seen.asked();
    boolean page = asked.number() == visit.page().number();
    form.put("number", asked.number());
    form.put("target", asked.target());
    form.put("way", page ? "page" : label(asked.way()));
    form.put("destination", asked.destination());
    boolean pushed = asked.way() == Asked.Way.PUSHED;
    form.put("promised", pushed ? time(visit, visit.promised().get(asked.target())) : null);
    form.put("hinted", time(visit, page ? boxed(visit.hinted()) : hinted(visit, asked)));
    form.put("requested", visit.millis(asked.nanos()));
    seen.answer().ifPresent(answer -> answer(visit, answer, form));
    return form;
  }

  /** When an asset's hint went out: with the 103, or else with the page's own headers. */
  private static Long hinted(Visit visit, Asked asset) {
    boolean hinted =
        visit.plan().stream()
            .filter(plan -> !(plan.delivery() instanceof PushPromiseDelivery))
            .flatMap(plan -> plan.plan().ahead().stream())
            .anyMatch(step -> step.asset().target().equals(asset.target()));
    if (!hinted) {
      return null;
    }
    return visit.hinted().isPresent()
        ? boxed(visit.hinted())
        : visit.requests().get(0).answer().map(Answer::headersAt).orElse(null);
  }

  private static Long boxed(OptionalLong nanos) {
    return nanos.isPresent() ? nanos.getAsLong() : null;
  }

  private void answer(Visit visit, Answer answer, Map<String, Object> form) {
    answer
        .waited()
        .ifPresent(
            wait -> {
              form.put("waitFrom", visit.millis(wait.began()));
              form.put("waitUntil", visit.millis(wait.ended()));
            });
    form.put("headers", visit.millis(answer.headersAt()));
    form.put("ended", visit.millis(answer.endedAt()));
    form.put("ending", label(answer.ending()));
    form.put("status", answer.status());
    form.put("type", answer.type());
    form.put("bytes", answer.bytes());
    form.put("saved", answer.saved());
    answer.exchange().ifPresent(exchange -> representation(exchange, form));
  }

  private void representation(Exchange exchange, Map<String, Object> form) {
    form.put("coding", exchange.coding().token());
    form.put("tier", exchange.tier().label());
    form.put("plainBytes", exchange.plainBytes());
    form.put("cache", exchange.served().label());
    form.put("cacheWords", PlainWords.of(exchange.served()));
    if (exchange.content() != null) {
      form.put("content", exchange.content().hex());
      form.put("held", holdings.apply(exchange.content()).stream().map(VisitForm::held).toList());
    }
  }

  private static Map<String, Object> held(Holdings.Held held) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("coding", held.coding().token());
    form.put("tier", held.tier().label());
    form.put("bytes", held.bytes().isPresent() ? held.bytes().getAsLong() : null);
    return form;
  }

  private static Map<String, Object> warning(Warning warning) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("kind", label(warning.kind()));
    form.put("file", separated(warning.file()));
    form.put("line", warning.line());
    form.put("column", warning.column());
    form.put("problem", warning.problem());
    form.put("remedy", warning.remedy());
    return form;
  }

  private static String separated(Path file) {
    return file.toString().replace('\\', '/');
  }

  private static Double time(Visit visit, Long nanos) {
    return nanos == null ? null : visit.millis(nanos);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
