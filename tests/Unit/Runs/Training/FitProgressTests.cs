using Azure;
using Clientele.Runs;
using Clientele.Runs.Training;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Training;

public sealed class FitProgressTests
{
    private static readonly RunRow Run = new()
    {
        Schema = "shop",
        Id = RunId.First(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "training/shop", "1"),
        Kind = RunKindName.Train,
        Source = "training/shop",
        SourceETag = "1",
        State = RunState.Running,
    };

    private readonly MemoryStorage _storage = new();
    private readonly Ticks _time = new();
    private readonly RunLedger _ledger;

    public FitProgressTests() => _ledger = new RunLedger(_storage.Open());

    [Fact]
    public async Task Growing_shares_come_into_the_row_and_equal_ones_are_not_written_again()
    {
        await using FitProgress progress = await StartAsync();
        _time.Tick();
        string untouched = (await RowAsync()).ETag.ToString();
        progress.Report(0.25);
        (await RowAsync()).Progress.ShouldBe(0);
        _time.Tick();
        RunRow first = await RowAsync();
        _time.Tick();
        RunRow second = await RowAsync();
        progress.Report(0.5);
        progress.Report(0.75);
        _time.Tick();

        first.Progress.ShouldBe(0.25);
        first.ETag.ToString().ShouldNotBe(untouched);
        second.ETag.ShouldBe(first.ETag);
        (await RowAsync()).Progress.ShouldBe(0.75);
    }

    [Fact]
    public async Task Disposed_it_writes_no_more()
    {
        FitProgress progress = await StartAsync();
        progress.Report(0.25);
        await progress.DisposeAsync();
        progress.Report(0.5);
        _time.Tick();

        (await RowAsync()).Progress.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_under_way_is_waited_for_and_no_other_begins()
    {
        FitProgress progress = await StartAsync();
        var gate = new TaskCompletionSource();
        int writes = 0;
        _storage.Before = async operation =>
        {
            if (operation.Kind == StorageOperationKind.ReplaceRow)
            {
                writes++;
                await gate.Task;
            }
        };
        progress.Report(0.25);
        _time.Tick();
        progress.Report(0.5);
        _time.Tick();
        Task disposed = progress.DisposeAsync().AsTask();

        disposed.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await disposed;
        writes.ShouldBe(1);
        (await RowAsync()).Progress.ShouldBe(0.25);
    }

    [Fact]
    public async Task What_another_wrote_meanwhile_is_kept()
    {
        await using FitProgress progress = await StartAsync();
        TickWithRival(progress, row => row with { Nudges = 3 });

        RunRow row = await RowAsync();
        row.Nudges.ShouldBe(3);
        row.Progress.ShouldBe(0.25);
    }

    [Fact]
    public async Task A_run_that_ended_stays_as_it_ended()
    {
        await using FitProgress progress = await StartAsync();
        TickWithRival(progress, row => row with { State = RunState.Failed, Error = "No." });

        RunRow row = await RowAsync();
        row.State.ShouldBe(RunState.Failed);
        row.Progress.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_fault_the_next_tick_tries_again(bool refused)
    {
        await using FitProgress progress = await StartAsync();
        _storage.Before = _ => throw (refused ? new RequestFailedException(503, "busy") : new IOException("gone"));
        progress.Report(0.25);
        _time.Tick();
        _storage.Before = null;
        (await RowAsync()).Progress.ShouldBe(0);
        _time.Tick();

        (await RowAsync()).Progress.ShouldBe(0.25);
    }

    private async Task<FitProgress> StartAsync()
    {
        await _ledger.TryInsertAsync(Run, CancellationToken.None);
        return new FitProgress(_ledger, Run, _time);
    }

    /// <summary>One tick, in which another party changes the row just before it is written.</summary>
    private void TickWithRival(FitProgress progress, Func<RunRow, RunRow> change)
    {
        _storage.Before = async operation =>
        {
            if (operation.Kind == StorageOperationKind.ReplaceRow)
            {
                _storage.Before = null;
                await _ledger.UpdateAsync(Run.Schema, Run.Id, change, CancellationToken.None);
            }
        };
        progress.Report(0.25);
        _time.Tick();
    }

    private async Task<RunRow> RowAsync() => (await _ledger.FindAsync(Run.Schema, Run.Id, CancellationToken.None))!;

    /// <summary>Time that passes when a test says so; whoever waits on it is called at once, on the test's thread.</summary>
    private sealed class Ticks : TimeProvider
    {
        private Action? _timer;

        public void Tick() => _timer?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            dueTime.ShouldBeGreaterThan(TimeSpan.Zero);
            period.ShouldBe(dueTime);
            _timer = () => callback(state);
            return new Timer(this);
        }

        private sealed class Timer(Ticks time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

            public void Dispose() => time._timer = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
