package dev.sextant.common.study;

import dev.sextant.common.study.AlgorithmTraits.Trait;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The search algorithms that a study file can name. Immutable; safe for use by many threads. */
public final class Algorithms {
    private final SortedMap<String, AlgorithmTraits> byName = new TreeMap<>();

    private Algorithms(Collection<AlgorithmTraits> algorithms) {
        for (AlgorithmTraits algorithm : algorithms) {
            if (byName.put(algorithm.name(), algorithm) != null) {
                throw new IllegalArgumentException("Two algorithms are named " + algorithm.name());
            }
        }
        int defaults = names(Trait.DEFAULT).size();
        if (defaults != 1) {
            throw new IllegalArgumentException(
                    "One algorithm must be the default, not " + defaults + " of " + byName.keySet());
        }
    }

    /**
     * Returns a registry of these algorithms.
     *
     * @throws IllegalArgumentException when two share a name, or not exactly one is the default
     */
    public static Algorithms of(Collection<AlgorithmTraits> algorithms) {
        return new Algorithms(algorithms);
    }

    /** Returns all algorithms in the order of their names. */
    public List<AlgorithmTraits> all() {
        return List.copyOf(byName.values());
    }

    /** Returns all names in alphabetical order. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }

    /** Returns the names of the algorithms with a trait, in alphabetical order. */
    public SortedSet<String> names(Trait trait) {
        return byName.values().stream()
                .filter(algorithm -> algorithm.has(trait))
                .map(AlgorithmTraits::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the name of the algorithm that study files use when they name none. */
    public String defaultName() {
        return names(Trait.DEFAULT).first();
    }

    /**
     * Returns the traits of an algorithm.
     *
     * @throws NoSuchElementException when there is no algorithm of that name
     */
    public AlgorithmTraits get(String name) {
        AlgorithmTraits algorithm = byName.get(name);
        if (algorithm == null) {
            throw new NoSuchElementException(
                    "search.algorithm (" + name + ") must be one of " + String.join(", ", byName.keySet()));
        }
        return algorithm;
    }
}
