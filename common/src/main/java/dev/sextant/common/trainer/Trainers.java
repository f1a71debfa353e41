package dev.sextant.common.trainer;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The available trainers by type. Immutable; safe for use by many threads. */
public final class Trainers {
    private final SortedMap<String, TrainerFactory> byType = new TreeMap<>();

    private Trainers(Iterable<? extends TrainerFactory> factories) {
        for (TrainerFactory factory : factories) {
            checkSettings(factory);
            TrainerFactory other = byType.putIfAbsent(factory.type(), factory);
            if (other != null) {
                throw new IllegalStateException("Two trainers are of type " + factory.type() + ": "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName()
                        + "; remove one of them from the class path, or rename its type");
            }
        }
    }

    /**
     * Returns the trainers on the class path, found through {@link ServiceLoader} and the thread's context class
     * loader.
     *
     * @throws IllegalStateException when two share a type, or one declares a setting twice, one named {@code type}, or
     *     one that depends on a setting that does not exist
     * @throws java.util.ServiceConfigurationError when one cannot be loaded
     */
    public static Trainers installed() {
        return new Trainers(
                ServiceLoader.load(TrainerFactory.class, Thread.currentThread().getContextClassLoader()));
    }

    /**
     * Returns a registry of exactly these trainers.
     *
     * @throws IllegalStateException as {@link #installed}
     */
    public static Trainers of(Collection<? extends TrainerFactory> factories) {
        return new Trainers(factories);
    }

    /** Returns the trainer of a type. */
    public Optional<TrainerFactory> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** Returns all types in alphabetical order. */
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    /** Returns all trainers in the order of their types. */
    public List<TrainerFactory> all() {
        return List.copyOf(byType.values());
    }

    private static void checkSettings(TrainerFactory factory) {
        Set<String> names = new HashSet<>();
        // In the study file the key type is beside the settings.
        names.add("type");
        for (Setting setting : factory.settings()) {
            if (!names.add(setting.name())) {
                throw new IllegalStateException("Trainer " + factory.type() + " declares the setting " + setting.name()
                        + (setting.name().equals("type") ? ", a name that study files reserve" : " twice")
                        + "; rename it in " + factory.getClass().getName());
            }
        }
        for (Setting setting : factory.settings()) {
            setting.mattersWhen().stream()
                    .flatMap(condition -> condition.names().stream())
                    .filter(name -> name.equals("type") || name.equals(setting.name()) || !names.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalStateException("Trainer " + factory.type() + ": setting " + setting.name()
                                + " matters when " + name + " has some value, but " + name
                                + " is not another setting of the trainer; correct it in "
                                + factory.getClass().getName());
                    });
        }
    }
}
