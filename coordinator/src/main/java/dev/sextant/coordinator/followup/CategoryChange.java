package dev.sextant.coordinator.followup;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Leaves out listed values that were never good, if that is more than chance: none of the n trials with the value is among the
 * best quarter, K of N trials, although the probability of that would be below 5 % divided by the number of values if the value
 * made no difference. That probability is hypergeometric: C(N − n, K) / C(N, K). Of an ordinal parameter only values at the ends
 * are left out, and two stay.
 */
final class CategoryChange {
    private static final double CHANCE = 0.05;
    private static final int GOOD_PART = 4;

    /** Values of an ordinal parameter that stay, as neighbors of good values are probably good. */
    private static final int FEWEST_ORDERED = 2;

    private final Evidence evidence;
    private final Parameter parameter;
    private final int good;

    private CategoryChange(Evidence evidence) {
        this.evidence = evidence;
        this.parameter = evidence.parameter();
        this.good = (int) Math.ceil(evidence.ranked().size() / (double) GOOD_PART);
    }

    static Change of(Evidence evidence) {
        return new CategoryChange(evidence).change();
    }

    private Change change() {
        List<Object> kept = new ArrayList<>(parameter.listed());
        List<String> reasons = new ArrayList<>();
        if (parameter instanceof OrdinalParameter) {
            while (kept.size() > FEWEST_ORDERED && leave(kept.get(0), reasons)) {
                kept.remove(0);
            }
            while (kept.size() > FEWEST_ORDERED && leave(kept.get(kept.size() - 1), reasons)) {
                kept.remove(kept.size() - 1);
            }
        } else {
            kept.removeIf(value -> leave(value, reasons));
        }
        String end = atEnd(kept);
        if (reasons.isEmpty()) {
            return Change.none(parameter, "Kept: " + keptReason() + " " + evidence.importance() + end);
        }
        Parameter changed = parameter instanceof OrdinalParameter
                ? new OrdinalParameter(parameter.name(), kept, parameter.when())
                : new CategoricalParameter(parameter.name(), kept, parameter.when());
        return Change.to(changed, "Left out: " + String.join("; ", reasons) + ". " + evidence.importance() + end);
    }

    private String keptReason() {
        return parameter.listed().size() == 1
                ? "it has one value."
                : "no value is worse than the others by more than chance.";
    }

    /** Whether a value is left out; if so, adds the reason. */
    private boolean leave(Object value, List<String> reasons) {
        List<Object> ranked = evidence.ranked();
        long with = ranked.stream().filter(value::equals).count();
        boolean isGood =
                value.equals(evidence.best()) || ranked.subList(0, good).contains(value);
        double chance = probabilityOfNone((int) with);
        if (isGood || chance >= CHANCE / parameter.listed().size()) {
            return false;
        }
        reasons.add("%s (none of its %s is among the best %d of %d; by chance that has a probability of %s %%)"
                .formatted(
                        TextFormat.brief(value),
                        TextFormat.count(with, "trial"),
                        good,
                        ranked.size(),
                        TextFormat.number(Double.parseDouble(String.format(Locale.ROOT, "%.1g", 100 * chance)))));
        return true;
    }

    /** C(N − n, K) / C(N, K), as a product. */
    private double probabilityOfNone(int with) {
        int all = evidence.ranked().size();
        double probability = 1;
        for (int i = 0; i < with; i++) {
            probability *= Math.max(0, all - good - i) / (double) (all - i);
        }
        return probability;
    }

    /** Says that the best of ordered numbers is the first or last one, beyond which nothing was tried. */
    private String atEnd(List<Object> kept) {
        if (!(parameter instanceof OrdinalParameter) || kept.size() < 2 || !(kept.get(0) instanceof Number)) {
            return "";
        }
        boolean isFirst = evidence.best().equals(parameter.listed().get(0));
        boolean isLast =
                evidence.best().equals(parameter.listed().get(parameter.listed().size() - 1));
        return isFirst || isLast
                ? " The best trial has the " + (isFirst ? "smallest" : "largest") + " value: add "
                        + (isFirst ? "smaller" : "larger") + " ones if they make sense."
                : "";
    }
}
