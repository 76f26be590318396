namespace Clientele.LocalHost.Run;

/// <summary>Follows runs from outside until they end.</summary>
/// <param name="list">The app's runs, newest first.</param>
internal sealed class RunWatch(Func<CancellationToken, Task<IReadOnlyList<RunReport>>> list, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    // A run appears as soon as its upload is noticed, which takes a second or two.
    private static readonly TimeSpan AppearsWithin = TimeSpan.FromSeconds(60);

    // A retrain that queues nothing shows it by no run appearing.
    private static readonly TimeSpan TrainingAppearsWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WaitsForModel = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MovesWithin = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Takes what is there now as old.</summary>
    public async Task ForgetThePastAsync(CancellationToken cancellation) => _known.UnionWith((await list(cancellation)).Select(each => each.Id));

    /// <summary>The newest run of each source, in that order, when all have ended. A run that waits for a model that does not come counts as ended.</summary>
    /// <exception cref="LocalHostException">A run does not appear, or does not move.</exception>
    public async Task<IReadOnlyList<RunReport>> WaitForUploadsAsync(IReadOnlyList<string> sources, Action<RunReport> progress, CancellationToken cancellation)
    {
        StillTime still = new(time);
        while (true)
        {
            IReadOnlyList<RunReport> runs = await list(cancellation);
            RunReport?[] mine = [.. sources.Select(source => runs.FirstOrDefault(each => each.Source == source && !_known.Contains(each.Id)))];
            foreach (RunReport run in mine.OfType<RunReport>())
            {
                progress(run);
            }

            TimeSpan unmoved = still.Since(mine);
            if (mine.All(each => each is not null && (each.HasEnded || (each.State == "waiting" && unmoved > WaitsForModel))))
            {
                _known.UnionWith(mine.Select(each => each!.Id));
                return mine!;
            }

            int missing = Array.IndexOf(mine, null);
            if (missing >= 0 && unmoved > AppearsWithin)
            {
                throw new LocalHostException($"No run has begun for {sources[missing]} within {AppearsWithin.TotalSeconds:0} s; the log says more.");
            }

            if (unmoved > MovesWithin)
            {
                RunReport stuck = mine.First(each => each is { HasEnded: false })!;
                throw new LocalHostException($"The run of {stuck.Source} has not moved for {MovesWithin.TotalMinutes:0} minutes; the log says more.");
            }

            await Task.Delay(LookEvery, time, cancellation);
        }
    }

    /// <summary>The new training runs when they have ended; none when there was nothing new to train on.</summary>
    /// <exception cref="LocalHostException">A run does not move.</exception>
    public async Task<IReadOnlyList<RunReport>> WaitForTrainingAsync(Action<RunReport> progress, CancellationToken cancellation)
    {
        StillTime still = new(time);
        while (true)
        {
            RunReport[] mine = [.. (await list(cancellation)).Where(each => each.Kind == "train" && !_known.Contains(each.Id))];
            foreach (RunReport run in mine)
            {
                progress(run);
            }

            TimeSpan unmoved = still.Since(mine);
            if (mine.All(each => each.HasEnded) && (mine.Length > 0 || unmoved > TrainingAppearsWithin))
            {
                _known.UnionWith(mine.Select(each => each.Id));
                return mine;
            }

            if (unmoved > MovesWithin)
            {
                throw new LocalHostException($"Training has not moved for {MovesWithin.TotalMinutes:0} minutes; the log says more.");
            }

            await Task.Delay(LookEvery, time, cancellation);
        }
    }

    /// <summary>Tells of every further run: once when it is first seen, once when it has ended. Runs until cancelled.</summary>
    public async Task FollowAsync(Action<RunReport> began, Action<RunReport> ended, CancellationToken cancellation)
    {
        HashSet<string> going = new(StringComparer.Ordinal);
        while (true)
        {
            foreach (RunReport run in (await list(cancellation)).Reverse())
            {
                if (!_known.Contains(run.Id) && going.Add(run.Id))
                {
                    began(run);
                }

                if (run.HasEnded && going.Remove(run.Id))
                {
                    _known.Add(run.Id);
                    ended(run);
                }
            }

            await Task.Delay(LookEvery * 3, time, cancellation);
        }
    }

    /// <summary>For how long the same picture was seen.</summary>
    private sealed class StillTime(TimeProvider time)
    {
        private string? _picture;
        private long _since = time.GetTimestamp();

        public TimeSpan Since(IEnumerable<RunReport?> runs)
        {
            string picture = string.Join('|', runs.Select(each => $"{each?.Id} {each?.State} {each?.Stage} {each?.PartsDone} {each?.Read} {each?.Progress}"));
            if (picture != _picture)
            {
                _picture = picture;
                _since = time.GetTimestamp();
            }

            return time.GetElapsedTime(_since);
        }
    }
}
