package dev.margay.devtools.visits;

import java.util.Optional;

/**
 * One request of a visit.
 *
 * @param answer empty as long as it is on its way
 */
record Seen(Asked asked, Optional<Answer> answer) {}
