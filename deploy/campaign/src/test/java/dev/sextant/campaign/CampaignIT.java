package dev.sextant.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A campaign against the built distribution: 40 faults, or what {@code -Dseed}, {@code -Dfaults}, {@code -Donly} say. */
@EnabledOnOs(OS.LINUX)
class CampaignIT {
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final int FAULTS = Integer.getInteger("faults", 40);

    @Test
    void keepsEveryPromise() throws Exception {
        Path distribution = Path.of(System.getProperty("sextant.distribution"));
        Path folder = Path.of(
                System.getProperty("campaign.folder"),
                Long.toString(ProcessHandle.current().pid()));
        List<Voyage.Result> results;
        try (World world = new World(folder, distribution)) {
            results = new Campaign(world, System.getProperty("only", "")).run(FIRST_SEED, FAULTS);
        }

        String report = Report.of(results, Campaign.FAULTS_PER_VOYAGE);
        System.out.println(report);
        assertThat(results).as(report).allSatisfy(result -> assertThat(result.wrong())
                .isEmpty());
        assertThat(Report.faults(results)).isGreaterThanOrEqualTo(FAULTS);
    }
}
