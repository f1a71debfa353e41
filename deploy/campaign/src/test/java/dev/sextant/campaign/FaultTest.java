package dev.sextant.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void drawsTheSameFaultsForTheSameSeed() {
        assertThat(names(5)).isEqualTo(names(5)).isNotEqualTo(names(6));
    }

    @Test
    void drawsEveryFaultForSomeSeed() {
        Set<String> drawn = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            Fault.draw(seed, Campaign.FAULTS_PER_VOYAGE, StudyPlan.Cargo.PROGRAM, "")
                    .forEach(strike -> drawn.add(strike.fault().toString()));
        }
        assertThat(drawn)
                .containsAll(Faults.all(StudyPlan.Cargo.PROGRAM).stream()
                        .map(Fault::toString)
                        .toList());
    }

    private static String names(long seed) {
        return Fault.draw(seed, Campaign.FAULTS_PER_VOYAGE, StudyPlan.Cargo.PROGRAM, "").stream()
                .map(strike -> strike.fault() + " " + strike.seed())
                .toList()
                .toString();
    }
}
