using Clientele.Campaign;
using Clientele.Runs;

namespace Clientele.Testing;

/// <summary>Training for tests that are about something else: one learner, judged once.</summary>
public static class QuickTraining
{
    public const string Learner = "spline_logistic";

    public static ResponseTrainingOptions Options { get; } = new() { Learners = [Learner], Repeats = 1 };

    public static RunSettings Settings { get; } = new() { Training = Options };

    /// <summary>The same as app settings.</summary>
    public static IReadOnlyList<(string Name, string Value)> AppSettings { get; } = [("Training__Learners", Learner), ("Training__Repeats", "1")];
}
