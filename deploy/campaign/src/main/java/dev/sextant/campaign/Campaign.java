package dev.sextant.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A series of voyages, with seeds that follow each other, until enough faults were carried out. */
final class Campaign {
    /** Faults that a voyage draws; the misbehavior of its programs comes on top. */
    static final int FAULTS_PER_VOYAGE = 10;

    private final World world;
    private final String only;
    private final Map<String, List<String>> references = new HashMap<>();

    /** @param only part of the names of the faults to draw from; empty for all */
    Campaign(World world, String only) {
        this.world = world;
        this.only = only;
    }

    /**
     * Carries out faults.
     *
     * @param firstSeed seed of the first voyage
     * @param faults least number of faults to carry out
     */
    List<Voyage.Result> run(long firstSeed, int faults) throws Exception {
        List<Voyage.Result> results = new ArrayList<>();
        for (long seed = firstSeed; Report.faults(results) < faults; seed++) {
            StudyPlan plan = StudyPlan.of(seed);
            List<Fault.Strike> strikes = Fault.draw(seed, FAULTS_PER_VOYAGE, plan.cargo(), only);
            Voyage.Result result = new Voyage(world, seed, plan).run(strikes, reference(plan));
            results.add(result);
            System.out.println(
                    "seed " + seed + ", " + plan.cargo() + ": " + Report.faults(List.of(result)) + " faults, "
                            + Math.round(result.seconds()) + " s, "
                            + (result.wrong().isEmpty() ? "kept" : "FAILED: " + result.wrong()));
            Files.writeString(world.folder().resolve("report.md"), report(results));
        }
        return results;
    }

    String report(List<Voyage.Result> results) {
        return Report.of(results, " -Dfaults=" + FAULTS_PER_VOYAGE + (only.isEmpty() ? "" : " -Donly='" + only + "'"));
    }

    private List<String> reference(StudyPlan plan) throws Exception {
        if (!plan.cargo().isExact()) {
            return List.of();
        }
        StudyPlan undisturbed = plan.undisturbed();
        List<String> known = references.get(undisturbed.name());
        if (known == null) {
            known = new Voyage(world, 0, undisturbed).undisturbed();
            references.put(undisturbed.name(), known);
        }
        return known;
    }

    /** Arguments: distribution, folder for everything, first seed, number of faults, part of their names. */
    public static void main(String[] arguments) throws Exception {
        try (World world = new World(Path.of(arguments[1]), Path.of(arguments[0]))) {
            Campaign campaign = new Campaign(world, arguments.length > 4 ? arguments[4] : "");
            System.out.println(
                    campaign.report(campaign.run(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]))));
        }
    }
}
