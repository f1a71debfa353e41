package dev.sextant.coordinator.followup;

import dev.sextant.common.space.Parameter;
import java.util.Optional;

/**
 * What becomes of a parameter in the study that follows.
 *
 * @param parameter the parameter then; empty if it is left out
 * @param differs whether its values change
 * @param reason why, one or more sentences for people
 */
record Change(Optional<Parameter> parameter, boolean differs, String reason) {
    static Change none(Parameter parameter, String reason) {
        return new Change(Optional.of(parameter), false, reason);
    }

    static Change to(Parameter parameter, String reason) {
        return new Change(Optional.of(parameter), true, reason);
    }
}
